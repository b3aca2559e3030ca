#pragma once

#include <viewer/Image.h>
#include <viewer/PresentationState.h>

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace viewer {

//! What is said in place of a picture: what happened, what it means, what can be done.
struct Sentence
{
    QString headline, meaning, advice, detail;
};

//! The sentence for a frame that cannot be shown; \a frames is how many of the file share the reason.
Sentence sentenceFor(const Error &error, int frames);

//! As the user's language writes it, with a true minus sign: a hyphen is easily lost beside a figure.
QString number(double value, int decimals = 0);

//! How many pictures a second, without needless figures.
QString rateText(double rate);
//! How many decimals tell values of such a size apart: three figures below 10, \a least above.
int decimalsFor(double size, int least = 0);

//! A bar over a picture that says how long something is there.
struct ScaleBar
{
    double pixels = 0;
    QString words;
};
//! Of the longest round length that takes no more than \a most pixels; nothing where that is too short to be read.
std::optional<ScaleBar> scaleBar(double pixelsPerMm, double most, bool isAtDetector);

//! Day, month in letters and year in the user's language, for 03/04 must not exist between two countries.
QString dateWithLetters(const QDate &date);

//! "14 Mar 1958, 68 y, F", with the age on the day of the study; whatever is unknown is left out.
QString bornLine(const FileHeader &header);
//! The same without the date.
QString ageLine(const FileHeader &header);
//! "2 Nov 2026 14:31 (+02:00)".
QString studyTimeLine(const FileHeader &header);
//! How the picture was made, a line each: "Acquired 14:31:05", "120 kV, 200 mAs", "TR 500 ms, TE 14 ms", the contrast.
QStringList techniqueLines(const FileHeader::Technique &technique);
//! "Series 2, image 17", by the numbers in the file.
QString placeLine(const FileHeader &header);
//! "Lossy 8.4 : 1, JPEG 2000".
QString lossyLine(const FileHeader &header);

//! What of the file is not in its picture, or what the picture is where it is none of the patient: "ICC profile not
//! applied", "Dose grid, no image".
QStringList remarksOn(const FileHeader &header);
//! "Segment: Liver" for a frame of a mask that has a name.
QString segmentLine(const FileHeader &header, int frame);

//! "State shown in part: without …"; empty where it is shown as a whole.
QString stateLine(const QList<PresentationState::Part> &leftOut);

} // namespace viewer
