#pragma once

#include <model/Document.h>
#include <model/Selection.h>
#include <model/Study.h>

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <vector>

namespace ui {

//! Studies, their series and their instances with ticks. Levels are filled as they become known: a level that is not
//! known yet is asked for by a signal when a view fetches it. A tick on a node ticks all below it, listed or not.
class StudyTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Key, Modality, Ticked, ListedBy, ColumnCount };
    enum class Level { Study, Series, Instance };
    enum Role {
        LevelRole = Qt::UserRole + 1,
        NumberRole,      //!< text before the name, may be empty
        DateRole,        //!< text after a study's name
        TickedCountRole, //!< int
        TotalCountRole,  //!< int; -1: unknown
        DifferenceRole,  //!< QString, empty: none
        UidRole,         //!< QString
        StateRole,       //!< State of the level below
        SortTextRole,    //!< what a filter looks at
        RoutesRole,      //!< QString: the routes that know a study
        SopClassRole,    //!< QString: of an image, bare UID
        ListedRole,      //!< int: how many children are listed, whichever of them are shown
        KeyImagesRole    //!< int: how many key images are known in it; of an image 0 or 1
    };
    //! How far the level below a node is known.
    enum class State { NotAsked, Asking, Filled, NotOffered };

    explicit StudyTreeModel(QObject *parent = nullptr);

    //! Replaces everything; series and instances that come with the studies are taken in.
    void setStudies(const QList<model::Study> &studies);
    //! The series of a study as listed by `listedBy` ("FHIR"); keeps ticks of series that stay.
    void setSeries(const model::StudyUid &study, const QList<model::Series> &series, const QString &listedBy = {});
    //! The instances of a series; an empty list says that the level is not offered.
    void setInstances(const model::SeriesUid &series, const QList<model::Instance> &instances,
                      const QString &listedBy = {});
    //! Where counts of sources disagree, in words; empty: they agree.
    void setDifference(const model::StudyUid &study, const QString &difference);
    void setDifference(const model::SeriesUid &series, const QString &difference);
    //! The level below is being asked for, from whom ever: a view says so.
    void setAsking(const model::StudyUid &study);
    void setAsking(const model::SeriesUid &series);

    //! The pictures that a report points to; those of levels that are not listed yet count where the report says where
    //! they are.
    void setKeyImages(const QList<model::KeyImage> &images);
    //! Lists of the images those alone. Ticks, counts and what is retrieved are as before.
    void showKeyImagesOnly(bool only);
    //! Ticks the key images below a row, and those not listed yet when they are.
    void tickKeyImages(const QModelIndex &above);

    void tickAll(bool ticked);
    //! What is ticked: whole studies, whole series or listed instances.
    QList<model::Selection> selection() const;
    struct Counts
    {
        int studies = 0;
        int series = 0;
        int images = 0;
        bool imagesAtLeast = false; //!< some counts are not known
    };
    Counts counts() const;

    QModelIndex indexOf(const model::StudyUid &study) const;
    QModelIndex indexOf(const model::SeriesUid &series) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void seriesWanted(const model::StudyUid &study);
    void instancesWanted(const model::StudyUid &study, const model::SeriesUid &series);
    void ticksChanged();

private:
    //! A row of the table. Its position is the index's internalId and never changes while the node lives.
    struct Node
    {
        int parent = -1;
        int row = 0;
        Level level = Level::Study;
        State state = State::NotAsked;
        Qt::CheckState check = Qt::Unchecked;
        int payload = -1; //!< place in m_studies, m_series or m_instances
        bool isKey = false;
        std::vector<int> children;
        std::vector<int> keys; //!< those of them that are key images
    };

    void setDifference(int node, const QString &difference);
    void setAsking(int node);
    int nodeOf(const QModelIndex &index) const { return index.isValid() ? int(index.internalId()) : -1; }
    //! The children that are shown.
    const std::vector<int> &rowsOf(const Node &node) const;
    void numberRows(int node);
    void keepPersistentRows();
    int keyImagesIn(int node) const;
    QModelIndex indexFor(int node, int column = 0) const;
    int addNode(int parent, Level level, int payload);
    void removeChildren(int node);
    void fillInstances(int node, const QList<model::Instance> &instances);
    void fillSeries(int node, const QList<model::Series> &series);
    void setSubtree(int node, Qt::CheckState state);
    void updateAncestors(int node);
    int total(int node) const;
    int ticked(int node) const;
    QString sourceOf(int node) const;

    std::vector<Node> m_nodes;
    std::vector<int> m_roots;
    std::vector<int> m_free;
    std::vector<model::Study> m_studies;
    std::vector<model::Series> m_series;
    std::vector<model::Instance> m_instances;
    QHash<int, QString> m_listedBy;
    QHash<int, QString> m_differences;
    QHash<QString, int> m_studyNodes;
    QHash<QString, int> m_seriesNodes;
    QList<model::KeyImage> m_keyImages;
    QSet<QString> m_keyUids;  //!< SOP Instance UIDs of them
    QSet<QString> m_tickSoon; //!< those that are ticked as soon as they are listed
    bool m_onlyKeyImages = false;
};

} // namespace ui
