<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>story::RetrievalFlow</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::CountryPage</name>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n passed</numerusform>
            <numerusform>%n passed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DifferencesPage</name>
    <message numerus="yes">
        <source>%n differences</source>
        <translation>
            <numerusform>%n difference</numerusform>
            <numerusform>%n differences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All routes agree on %n studies</source>
        <translation>
            <numerusform>All routes agree on %n study</numerusform>
            <numerusform>All routes agree on %n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other studies agree on every field that two routes both gave.</source>
        <translation>
            <numerusform>%n other study agrees on every field that two routes both gave.</numerusform>
            <numerusform>%n other studies agree on every field that two routes both gave.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies are described differently by the routes. Nothing is averaged.</source>
        <translation>
            <numerusform>%n study is described differently by the routes. Nothing is averaged.</numerusform>
            <numerusform>%n studies are described differently by the routes. Nothing is averaged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FaultDock</name>
    <message numerus="yes">
        <source>%n left</source>
        <comment>turns of a fault</comment>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the line</source>
        <translation>
            <numerusform>%n on the line</numerusform>
            <numerusform>%n on the line</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::PatientPage</name>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n candidate</numerusform>
            <numerusform>%n candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sent %n other patients than the one asked for, who were left out.</source>
        <translation>
            <numerusform>%1 sent %n other patient than the one asked for, who was left out.</numerusform>
            <numerusform>%1 sent %n other patients than the one asked for, who were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RetrievalPage</name>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fetch only these %n</source>
        <translation>
            <numerusform>Fetch only this one</numerusform>
            <numerusform>Fetch only these %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images are missing. Everything received is kept.</source>
        <translation>
            <numerusform>%n image is missing. Everything received is kept.</numerusform>
            <numerusform>%n images are missing. Everything received is kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests are open.</source>
        <translation>
            <numerusform>%n request is open.</numerusform>
            <numerusform>%n requests are open.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests open, %1 allowed</source>
        <translation>
            <numerusform>%n request open, %1 allowed</numerusform>
            <numerusform>%n requests open, %1 allowed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images came and the answer was closed properly. No list said how many there are.</source>
        <translation>
            <numerusform>%n image came and the answer was closed properly. No list said how many there are.</numerusform>
            <numerusform>%n images came and the answer was closed properly. No list said how many there are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not asked for, not counted</source>
        <translation>
            <numerusform>%n not asked for, not counted</numerusform>
            <numerusform>%n not asked for, not counted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests open</source>
        <translation>
            <numerusform>%n request open</numerusform>
            <numerusform>%n requests open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::SelectionPage</name>
    <message numerus="yes">
        <source>%n listed</source>
        <translation>
            <numerusform>%n listed</numerusform>
            <numerusform>%n listed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tick these %n</source>
        <translation>
            <numerusform>Tick this one</numerusform>
            <numerusform>Tick these %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::StudiesPage</name>
    <message numerus="yes">
        <source>%n new above</source>
        <translation>
            <numerusform>%n new above</numerusform>
            <numerusform>%n new above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n studies</source>
        <translation>
            <numerusform>%1, %n study</numerusform>
            <numerusform>%1, %n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies are hidden by filters here.</source>
        <translation>
            <numerusform>%n study is hidden by filters here.</numerusform>
            <numerusform>%n studies are hidden by filters here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies ticked</source>
        <translation>
            <numerusform>%n study ticked</numerusform>
            <numerusform>%n studies ticked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies differ</source>
        <translation>
            <numerusform>%n study differs</numerusform>
            <numerusform>%n studies differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reports</source>
        <translation>
            <numerusform>%n report</numerusform>
            <numerusform>%n reports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No report for this study. %n reports of this patient are not linked to any study; they are below.</source>
        <translation>
            <numerusform>No report for this study. %n report of this patient is not linked to any study; it is below.</numerusform>
            <numerusform>No report for this study. %n reports of this patient are not linked to any study; they are below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::StudyTreeModel</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key images</source>
        <translation>
            <numerusform>%n key image</numerusform>
            <numerusform>%n key images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::TransfersDock</name>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>viewer::Tile</name>
    <message numerus="yes">
        <source>%n files cannot be read</source>
        <translation>
            <numerusform>%n file cannot be read</numerusform>
            <numerusform>%n files cannot be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>viewer::ViewingPanel</name>
    <message numerus="yes">
        <source>%n files cannot be read</source>
        <translation>
            <numerusform>%n file cannot be read</numerusform>
            <numerusform>%n files cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files left out: their images are here with other content</source>
        <translation>
            <numerusform>%n file left out: its image is here with other content</numerusform>
            <numerusform>%n files left out: their images are here with other content</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies left out</source>
        <translation>
            <numerusform>%n copy left out</numerusform>
            <numerusform>%n copies left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No image of %n series came</source>
        <translation>
            <numerusform>No image of %n series came</numerusform>
            <numerusform>No image of %n series came</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series are waiting</source>
        <translation>
            <numerusform>%n series is waiting</numerusform>
            <numerusform>%n series are waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>viewer::Words</name>
    <message numerus="yes">
        <source>These %n frames cannot be shown</source>
        <comment>number of frames</comment>
        <translation>
            <numerusform>This frame cannot be shown</numerusform>
            <numerusform>These %n frames cannot be shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::LeftRetrievals</name>
    <message numerus="yes">
        <source>%n images are whole</source>
        <translation>
            <numerusform>%n image is whole</numerusform>
            <numerusform>%n images are whole</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n half files will be removed.</source>
        <translation>
            <numerusform>%n half file will be removed.</numerusform>
            <numerusform>%n half files will be removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are listed in Transfers, F9.</source>
        <translation>
            <numerusform>%n more is listed in Transfers, F9.</numerusform>
            <numerusform>%n more are listed in Transfers, F9.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n images?</source>
        <translation>
            <numerusform>Delete %n image?</numerusform>
            <numerusform>Delete %n images?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::PatientStep</name>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n candidate</numerusform>
            <numerusform>%n candidates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::RetrievalStep</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images, whole</source>
        <translation>
            <numerusform>%n image, whole</numerusform>
            <numerusform>%n images, whole</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images came that were not asked for</source>
        <translation>
            <numerusform>%n image came that was not asked for</numerusform>
            <numerusform>%n images came that were not asked for</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies could not be retrieved.</source>
        <translation>
            <numerusform>%n study could not be retrieved.</numerusform>
            <numerusform>%n studies could not be retrieved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more series lack images.</source>
        <translation>
            <numerusform>%n more series lacks images.</numerusform>
            <numerusform>%n more series lack images.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried %n times again.</source>
        <translation>
            <numerusform>Tried once again.</numerusform>
            <numerusform>Tried %n times again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped by you. %n images are here and whole.</source>
        <translation>
            <numerusform>Stopped by you. %n image is here and whole.</numerusform>
            <numerusform>Stopped by you. %n images are here and whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Make room, or choose another folder. All %n files received are whole.</source>
        <translation>
            <numerusform>Make room, or choose another folder. The %n file received is whole.</numerusform>
            <numerusform>Make room, or choose another folder. All %n files received are whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images are here.</source>
        <translation>
            <numerusform>%n image is here.</numerusform>
            <numerusform>%n images are here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n images?</source>
        <translation>
            <numerusform>Delete %n image?</numerusform>
            <numerusform>Delete %n images?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files of the study are set apart and not shown.</source>
        <translation>
            <numerusform>%n file of the study is set apart and not shown.</numerusform>
            <numerusform>%n files of the study are set apart and not shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the %n files</source>
        <translation>
            <numerusform>Delete the file</numerusform>
            <numerusform>Delete the %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files were deleted</source>
        <translation>
            <numerusform>%n file was deleted</numerusform>
            <numerusform>%n files were deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 lacks %n images that nobody numbers.</source>
        <translation>
            <numerusform>%1 lacks %n image that nobody numbers.</numerusform>
            <numerusform>%1 lacks %n images that nobody numbers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a number</source>
        <translation>
            <numerusform>%n without a number</numerusform>
            <numerusform>%n without a number</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::SelectionStep</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images not chosen</source>
        <translation>
            <numerusform>%n image not chosen</numerusform>
            <numerusform>%n images not chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::StudiesStep</name>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n routes were asked, all failed.</source>
        <translation>
            <numerusform>%n route was asked and failed.</numerusform>
            <numerusform>%n routes were asked, all failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies came under another patient number and are not listed</source>
        <translation>
            <numerusform>%n study came under another patient number and is not listed</numerusform>
            <numerusform>%n studies came under another patient number and are not listed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of another number</source>
        <comment>rows of a route</comment>
        <translation>
            <numerusform>%n of another number</numerusform>
            <numerusform>%n of another number</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::Tour</name>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n check</numerusform>
            <numerusform>%n checks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n candidate</numerusform>
            <numerusform>%n candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies in the tree</source>
        <translation>
            <numerusform>%n study in the tree</numerusform>
            <numerusform>%n studies in the tree</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::ViewingStep</name>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n series</numerusform>
            <numerusform>%n series</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files of this computer</source>
        <translation>
            <numerusform>%n file of this computer</numerusform>
            <numerusform>%n files of this computer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are not DICOM: %1</source>
        <translation>
            <numerusform>%n file is not DICOM: %1</numerusform>
            <numerusform>%n files are not DICOM: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>window::Workstation</name>
    <message numerus="yes">
        <source>%n reports of these studies could not be read.</source>
        <translation>
            <numerusform>%n report of these studies could not be read.</numerusform>
            <numerusform>%n reports of these studies could not be read.</numerusform>
        </translation>
    </message>
</context>
</TS>
