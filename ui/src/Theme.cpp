#include <ui/Theme.h>

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QRegularExpression>
#include <QSvgRenderer>

#include <cmath>

namespace ui {
namespace {

constexpr std::array colourNames = {"window",          "page",     "raised",     "field",   "hover",
                                    "selected",        "line",     "lineStrong", "control", "text",
                                    "text2",           "text3",    "disabled",   "accent",  "accentFill",
                                    "accentFillHover", "onAccent", "ok",         "warn",    "fail",
                                    "okFill",          "warnFill", "failFill",   "track",   "progress"};

QString nameOf(Colour role)
{
    return QString::fromLatin1(colourNames[std::size_t(role)]);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "Theme", "a resource that is compiled in cannot be read");
    return opened ? file.readAll() : QByteArray();
}

QHash<QString, QColor> coloursIn(const QJsonObject &theme)
{
    QHash<QString, QColor> colours;
    for (auto it = theme.begin(); it != theme.end(); ++it)
        colours.insert(it.key(), QColor(it.value().toString()));
    return colours;
}

QString firstInstalled(const QJsonArray &families, QFontDatabase::SystemFont otherwise)
{
    const QStringList installed = QFontDatabase::families();
    for (const QJsonValue &family : families) {
        if (installed.contains(family.toString()))
            return family.toString();
    }
    return QFontDatabase::systemFont(otherwise).family();
}

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

//! Fusion without the strokes under the letters of menus; Alt and the letter work all the same.
class QuietFusion final : public QProxyStyle
{
public:
    QuietFusion() : QProxyStyle(QStringLiteral("Fusion")) {}

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override
    {
        return hint == SH_UnderlineShortcut ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

} // namespace

Theme::Theme(QObject *parent) : QObject(parent)
{
    const QJsonObject tokens =
        QJsonDocument::fromJson(contentOf(QStringLiteral(":/borderlight/style/tokens.json"))).object();
    const QJsonObject themes = tokens[u"themes"].toObject();
    m_light = coloursIn(themes[u"light"].toObject());
    m_darkColours = coloursIn(themes[u"dark"].toObject());
    const QJsonObject families = tokens[u"type"].toObject()[u"families"].toObject();
    m_family = firstInstalled(families[u"ui"].toArray(), QFontDatabase::GeneralFont);
    m_monoFamily = firstInstalled(families[u"mono"].toArray(), QFontDatabase::FixedFont);
    m_semiBold = QFontDatabase::styles(m_family).contains(QStringLiteral("SemiBold"));
    // Qt 6.4 does not tell the desktop's colour scheme, but its palette does.
    m_desktopIsDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    m_dark = m_desktopIsDark;
}

void Theme::apply(Style style)
{
    m_style = style;
    m_dark = style == Style::Dark || (style == Style::System && m_desktopIsDark);
    m_pixmaps.clear();
    QApplication::setStyle(new QuietFusion);
    QApplication::setPalette(palette());
    QApplication::setFont(font(Type::Body));
    qApp->setStyleSheet(styleSheet());
    emit changed();
}

QColor Theme::colour(Colour role) const
{
    return (m_dark ? m_darkColours : m_light).value(nameOf(role));
}

QFont Theme::font(Type type) const
{
    const auto sized = [](const QString &family, int pixels, QFont::Weight weight) {
        QFont font(family);
        font.setPixelSize(pixels);
        font.setWeight(weight);
        font.setHintingPreference(QFont::PreferNoHinting);
        return font;
    };
    const QFont::Weight heavy = m_semiBold ? QFont::DemiBold : QFont::Bold;
    switch (type) {
    case Type::Micro:
        return sized(m_family, 11, QFont::Normal);
    case Type::Small:
        return sized(m_family, 12, QFont::Normal);
    case Type::Body:
        return sized(m_family, 13, QFont::Normal);
    case Type::Strong:
        return sized(m_family, 13, heavy);
    case Type::Mono:
        return sized(m_monoFamily, 12, QFont::Normal);
    case Type::MonoField:
        return sized(m_monoFamily, 13, QFont::Normal);
    case Type::Section:
        return sized(m_family, 15, heavy);
    case Type::Identity:
        return sized(m_family, 16, heavy);
    case Type::Title:
        return sized(m_family, 18, heavy);
    case Type::Figure:
        return sized(m_family, 24, heavy);
    }
    Q_UNREACHABLE();
}

QPixmap Theme::pixmap(const QString &name, Colour role, int size, qreal devicePixelRatio) const
{
    const QString key =
        name + u'/' + nameOf(role) + u'/' + QString::number(size) + u'/' + QString::number(devicePixelRatio);
    if (const auto known = m_pixmaps.constFind(key); known != m_pixmaps.cend())
        return *known;

    const QString path = QStringLiteral(":/borderlight/icons/%1.svg").arg(name);
    if (!QFile::exists(path))
        return {};
    QByteArray drawing = contentOf(path);
    // QtSvg paints currentColor black, so the colour is written into the drawing.
    drawing.replace("currentColor", colour(role).name().toLatin1());
    QSvgRenderer renderer(drawing);
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(QPointF(), pixmap.size()));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    m_pixmaps.insert(key, pixmap);
    return pixmap;
}

QIcon Theme::icon(const QString &name, Colour role) const
{
    QIcon icon;
    for (const int size : {16, 18, 24}) {
        for (const qreal ratio : {1.0, 2.0}) {
            icon.addPixmap(pixmap(name, role, size, ratio));
            icon.addPixmap(pixmap(name, Colour::Disabled, size, ratio), QIcon::Disabled);
        }
    }
    return icon;
}

double Theme::contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a) + 0.05;
    const double other = luminance(b) + 0.05;
    return std::max(one, other) / std::min(one, other);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Colour normal, Colour disabled) {
        palette.setColor(QPalette::All, role, colour(normal));
        palette.setColor(QPalette::Disabled, role, colour(disabled));
    };
    set(QPalette::Window, Colour::Page, Colour::Page);
    set(QPalette::WindowText, Colour::Text, Colour::Disabled);
    set(QPalette::Base, Colour::Field, Colour::Page);
    set(QPalette::AlternateBase, Colour::Raised, Colour::Raised);
    set(QPalette::Text, Colour::Text, Colour::Disabled);
    set(QPalette::PlaceholderText, Colour::Text3, Colour::Disabled);
    set(QPalette::Button, Colour::Page, Colour::Page);
    set(QPalette::ButtonText, Colour::Text, Colour::Disabled);
    set(QPalette::BrightText, Colour::OnAccent, Colour::Disabled);
    set(QPalette::Highlight, Colour::AccentFill, Colour::Track);
    set(QPalette::HighlightedText, Colour::OnAccent, Colour::Text3);
    set(QPalette::Link, Colour::Accent, Colour::Disabled);
    set(QPalette::LinkVisited, Colour::Accent, Colour::Disabled);
    set(QPalette::ToolTipBase, Colour::Raised, Colour::Raised);
    set(QPalette::ToolTipText, Colour::Text, Colour::Disabled);
    set(QPalette::Light, Colour::Hover, Colour::Hover);
    set(QPalette::Midlight, Colour::Hover, Colour::Hover);
    set(QPalette::Mid, Colour::LineStrong, Colour::LineStrong);
    set(QPalette::Dark, Colour::Control, Colour::Control);
    set(QPalette::Shadow, Colour::LineStrong, Colour::LineStrong);
    return palette;
}

QString Theme::styleSheet() const
{
    const QString sheet = QString::fromUtf8(contentOf(QStringLiteral(":/borderlight/style/window.qss")));
    const auto &colours = m_dark ? m_darkColours : m_light;
    static const QRegularExpression token(QStringLiteral("@([A-Za-z0-9]+)"));
    QString result;
    qsizetype done = 0;
    for (auto it = token.globalMatch(sheet); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        Q_ASSERT_X(colours.contains(match.captured(1)), "Theme", "the style sheet names an unknown colour");
        result += QStringView(sheet).mid(done, match.capturedStart() - done);
        result += colours.value(match.captured(1)).name();
        done = match.capturedEnd();
    }
    result += QStringView(sheet).mid(done);
    return result;
}

} // namespace ui
