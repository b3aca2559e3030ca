#pragma once

#include <viewer/Image.h>

#include <QHash>
#include <QObject>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSet>
#include <QStringList>

#include <optional>
#include <utility>

namespace viewer {

struct RegionValues;

//! Something measured on a picture. Places are columns and rows, so it follows its picture through every view.
struct Measurement
{
    enum class Kind { Distance, Angle, Ellipse };
    Kind kind = Kind::Distance;
    //! Of a distance its two ends; of an angle the end of a leg, the vertex and the other end; of an ellipse two
    //! opposite corners of the box around it.
    QList<QPointF> points;

    QRectF box() const { return QRectF(points.constFirst(), points.constLast()).normalized(); }
    friend bool operator==(const Measurement &, const Measurement &) = default;
};

//! The lines beside a measurement. An ellipse says its area alone until its \a values are there.
QStringList valuesOf(const Measurement &measurement, const FileHeader &header, int frame, const QString &unit,
                     const std::optional<RegionValues> &values);

//! What is drawn of it, in columns and rows.
QPainterPath pathOf(const Measurement &measurement);

//! What the user draws on the images of one patient and which of them are marked, wherever they are looked at. It lives
//! as long as the patient is open and is never written to a file.
class Marks final : public QObject
{
    Q_OBJECT

public:
    //! SOP instance UID and frame, counted from 0.
    using Image = std::pair<QString, int>;

    QList<Measurement> on(const Image &image) const { return m_measurements.value(image); }
    bool isEmpty() const { return m_measurements.isEmpty(); }
    //! Replaces what is on an image. \a isStep: undo() comes back to what was there before; else the change belongs to
    //! the last step.
    void put(const Image &image, const QList<Measurement> &measurements, bool isStep = true);
    //! Takes the last step back and says on which image; nothing when there is none.
    std::optional<Image> undo();

    //! Marked by SOP instance UIDs, with those of their frames, from 1, that are meant; none: all.
    const QHash<QString, QSet<int>> &keyImages() const { return m_keyImages; }
    //! Marks an image, or one of its frames, as a key image, or not any more.
    void toggleKeyImage(const QString &sopUid, std::optional<int> frame);

    //! Forgets everything, for another patient.
    void clear();

signals:
    void changed();
    void keyImagesChanged();

private:
    QHash<Image, QList<Measurement>> m_measurements;
    QList<std::pair<Image, QList<Measurement>>> m_steps; //!< what was there before each
    QHash<QString, QSet<int>> m_keyImages;
};

} // namespace viewer
