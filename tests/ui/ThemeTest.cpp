#include <ui/Theme.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QTest>

using namespace ui;

namespace {

QJsonObject tokens()
{
    QFile file(QStringLiteral(":/borderlight/style/tokens.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

//! The strongest colour of a drawing: its ink where a stroke covers a pixel wholly.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (const QColor here = image.pixelColor(x, y); here.alpha() > ink.alpha())
                ink = here;
        }
    }
    return ink;
}

} // namespace

class ThemeTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyPairKeepsItsPromisedContrast_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("minimum");
        const QJsonObject all = tokens();
        for (const QString &theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
            const QJsonObject colours = all[u"themes"].toObject()[theme].toObject();
            for (const QJsonValue &value : all[u"contrast"].toArray()) {
                const QJsonObject promise = value.toObject();
                const QString ink = promise[u"colour"].toString();
                for (const QJsonValue &on : promise[u"on"].toArray()) {
                    const QString ground = on.toString();
                    QTest::newRow(qPrintable(QStringLiteral("%1 %2 on %3").arg(theme, ink, ground)))
                        << QColor(colours[ink].toString()) << QColor(colours[ground].toString())
                        << promise[u"minimum"].toDouble();
                }
            }
        }
    }
    void everyPairKeepsItsPromisedContrast()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, minimum);
        QVERIFY(ink.isValid() && ground.isValid());
        QVERIFY2(Theme::contrast(ink, ground) >= minimum,
                 qPrintable(QString::number(Theme::contrast(ink, ground), 'f', 2)));
    }

    void contrastIsThatOfWcag()
    {
        QCOMPARE(qRound(Theme::contrast(Qt::black, Qt::white)), 21);
        QCOMPARE(Theme::contrast(Qt::white, Qt::white), 1.0);
    }

    void greysHaveNoHue()
    {
        const QJsonObject all = tokens();
        for (const QString &theme : {QStringLiteral("light"), QStringLiteral("dark")}) {
            const QJsonObject colours = all[u"themes"].toObject()[theme].toObject();
            for (const auto &name : {"window", "page", "raised", "field", "hover", "line", "lineStrong", "control",
                                     "text", "text2", "text3", "disabled", "track"}) {
                const QColor colour(colours[QLatin1StringView(name)].toString());
                QVERIFY2(colour.red() == colour.green() && colour.green() == colour.blue(), name);
            }
        }
    }

    void anIconTakesTheColourItIsAskedFor_data()
    {
        QTest::addColumn<Style>("style");
        QTest::addColumn<Colour>("role");
        for (const auto &[name, style] : {std::pair("light", Style::Light), std::pair("dark", Style::Dark)}) {
            QTest::addRow("%s fail", name) << style << Colour::Fail;
            QTest::addRow("%s ok", name) << style << Colour::Ok;
            QTest::addRow("%s accent", name) << style << Colour::Accent;
        }
    }
    void anIconTakesTheColourItIsAskedFor()
    {
        QFETCH(Style, style);
        QFETCH(Colour, role);
        Theme theme;
        theme.apply(style);
        const QColor ink = inkOf(theme.pixmap(QStringLiteral("missing"), role, 24, 2));
        QCOMPARE(ink.rgb(), theme.colour(role).rgb());
    }

    void anIconHasTheSizeItIsAskedForAtEveryScale()
    {
        Theme theme;
        const QPixmap pixmap = theme.pixmap(QStringLiteral("warn"), Colour::Warn, 16, 2);
        QCOMPARE(pixmap.size(), QSize(32, 32));
        QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
        QVERIFY(theme.pixmap(QStringLiteral("no such drawing"), Colour::Warn, 16, 1).isNull());
    }

    void changingTheStyleChangesTheColoursAndSaysSo()
    {
        Theme theme;
        theme.apply(Style::Light);
        const QColor light = theme.colour(Colour::Page);
        int told = 0;
        connect(&theme, &Theme::changed, this, [&told] { ++told; });
        theme.apply(Style::Dark);
        QCOMPARE(told, 1);
        QVERIFY(theme.isDark());
        QVERIFY(theme.colour(Colour::Page).lightness() < light.lightness());
        QCOMPARE(qApp->palette().color(QPalette::WindowText), theme.colour(Colour::Text));
    }

    void figuresHaveOneWidth()
    {
        Theme theme;
        for (const Type type : {Type::Body, Type::Figure, Type::Mono}) {
            const QFontMetricsF metrics(theme.font(type));
            QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")),
                     metrics.horizontalAdvance(QStringLiteral("8888")));
        }
    }
};

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
