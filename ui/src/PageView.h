#pragma once

#include <QAbstractScrollArea>
#include <QHash>
#include <QImage>
#include <QList>
#include <QSizeF>

namespace ui {

class Theme;

//! The pages of a document below each other, as wide as there is room or up to four times that. It holds the pictures
//! of those that are near and asks for what it lacks; a page that has not come is an empty sheet.
class PageView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PageView(Theme &theme, QWidget *parent = nullptr);

    //! Replaces the document; sizes in any unit. Who has enlarged one goes on so.
    void setPages(const QList<QSizeF> &sizes);
    //! A picture that was asked for at this width; it may be narrower where it cannot be had so wide.
    void setPage(int index, const QImage &picture, int width);
    //! Said on the sheet in place of its picture.
    void setFailed(int index, const QString &sentence);

signals:
    //! The pages that are looked at and lack a picture of this width in device pixels, the first first.
    void pagesWanted(const QList<int> &pages, int width);
    //! The page at the upper edge, counted from 0.
    void positionChanged(int page);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Kept
    {
        QImage picture;
        int width = 0; //!< at which it was asked for
    };

    QRect sheet(int index) const; //!< on the viewport
    int pageAt(int y) const;      //!< of the whole document's height
    int pixelWidth() const { return int(m_sheetWidth * devicePixelRatioF()); }
    void paintPicture(QPainter &painter, const QRect &area, const QImage &picture) const;
    void arrange(QPoint fixed);
    void zoom(double by, QPoint fixed);
    void ask();

    Theme &m_theme;
    QList<QSizeF> m_sizes;
    QList<int> m_tops;
    int m_height = 0;
    int m_sheetWidth = 1;
    double m_zoom = 1; //!< 1: as wide as there is room
    bool m_isArranging = false;
    int m_askedWidth = 0;
    QHash<int, Kept> m_pictures;
    QHash<int, QString> m_failures;
};

} // namespace ui
