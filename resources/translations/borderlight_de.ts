<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>language</name>
    <message>
        <source>Bulgarian</source>
        <translation>Bulgarisch</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>Kroatisch</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tschechisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>Estnisch</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finnisch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Ungarisch</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>Isländisch</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>Irisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>Lettisch</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>Litauisch</translation>
    </message>
    <message>
        <source>Luxembourgish</source>
        <translation>Luxemburgisch</translation>
    </message>
    <message>
        <source>Maltese</source>
        <translation>Maltesisch</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norwegisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugiesisch</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>Rumänisch</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>Slowakisch</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>Slowenisch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainisch</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Requester workstation for cross-border imaging.</source>
        <translation>Arbeitsplatz zum Anfordern von Bildern aus anderen Ländern.</translation>
    </message>
    <message>
        <source>Start with the built-in demo country chosen.</source>
        <translation>Beginnt mit dem eingebauten Demoland.</translation>
    </message>
    <message>
        <source>A profile&apos;s file or a saved profile&apos;s name.</source>
        <translation>Die Datei eines Profils oder der Name eines gespeicherten.</translation>
    </message>
    <message>
        <source>Play the main job and keep a picture of each step in DIR.</source>
        <translation>Spielt den ganzen Weg vor und legt von jedem Schritt ein Bild in DIR ab.</translation>
    </message>
    <message>
        <source>Language of dates and numbers, such as de; texts where they are translated.</source>
        <translation>Sprache von Daten und Zahlen, etwa de; Texte, soweit sie übersetzt sind.</translation>
    </message>
    <message>
        <source>light, dark or system.</source>
        <translation>light, dark oder system.</translation>
    </message>
    <message>
        <source>Folder for received images.</source>
        <translation>Ordner für empfangene Bilder.</translation>
    </message>
    <message>
        <source>A misbehaviour of the demo country, by name or order; may be given often.</source>
        <translation>Eine Störung des Demolands, als Name oder Auftrag; mehrfach möglich.</translation>
    </message>
    <message>
        <source>DICOM files or folders to show.</source>
        <translation>DICOM-Dateien oder Ordner, die gezeigt werden sollen.</translation>
    </message>
    <message>
        <source>--style is light, dark or system.</source>
        <translation>--style ist light, dark oder system.</translation>
    </message>
    <message>
        <source>There is no translation for &quot;%1&quot;; texts stay English.</source>
        <translation>Für „%1“ gibt es keine Übersetzung; die Texte bleiben englisch.</translation>
    </message>
    <message>
        <source>--fault is for the demo country; give --demo as well.</source>
        <translation>--fault gilt für das Demoland; geben Sie auch --demo an.</translation>
    </message>
    <message>
        <source>%1 cannot be opened.</source>
        <translation>%1 lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>The tour stopped at the step &quot;%1&quot;. %2</source>
        <translation>Die Vorführung hielt beim Schritt „%1“ an. %2</translation>
    </message>
</context>
<context>
    <name>story::DemoCountry</name>
    <message>
        <source>Port %1 cannot be had (%2). Choose another, or none.</source>
        <translation>Port %1 ist nicht verfügbar (%2). Wählen Sie einen anderen oder keinen.</translation>
    </message>
</context>
<context>
    <name>story::ErrorText</name>
    <message>
        <source>The contact point</source>
        <translation>Die Kontaktstelle</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Check connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>Change identifier</source>
        <translation>Kennung ändern</translation>
    </message>
    <message>
        <source>%1 does not allow this</source>
        <translation>%1 erlaubt dies nicht</translation>
    </message>
    <message>
        <source>%1 was refused: policy, or consent of the patient.</source>
        <translation>%1 wurde abgelehnt: eine Regel oder die Einwilligung des Patienten.</translation>
    </message>
    <message>
        <source>Images known only to %1 are not in this list.</source>
        <translation>Bilder, die nur %1 kennt, stehen nicht in dieser Liste.</translation>
    </message>
    <message>
        <source>You can go on. Ask the contact point for the others.</source>
        <translation>Sie können fortfahren. Fragen Sie die Kontaktstelle nach den übrigen.</translation>
    </message>
    <message>
        <source>%1 failed, the others answered</source>
        <translation>%1 schlug fehl, die anderen antworteten</translation>
    </message>
    <message>
        <source>You can go on.</source>
        <translation>Sie können fortfahren.</translation>
    </message>
    <message>
        <source>This cannot be asked</source>
        <translation>So lässt sich nicht fragen</translation>
    </message>
    <message>
        <source>Correct it, then try again.</source>
        <translation>Berichtigen Sie die Angabe und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The sign-in ended on the way</source>
        <translation>Die Anmeldung endete unterwegs</translation>
    </message>
    <message>
        <source>%1 refused it from then on (401), so the rest did not come. Everything received is whole.</source>
        <translation>%1 hat sie von da an abgelehnt (401), der Rest kam daher nicht. Alles Empfangene ist vollständig.</translation>
    </message>
    <message>
        <source>Renew the sign-in of the profile, then fetch what is missing.</source>
        <translation>Erneuern Sie die Anmeldung des Profils und holen Sie dann, was fehlt.</translation>
    </message>
    <message>
        <source>Fetch the missing</source>
        <translation>Fehlendes holen</translation>
    </message>
    <message>
        <source>View anyway</source>
        <translation>Trotzdem ansehen</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Some images did not come. Everything received is whole.</source>
        <translation>Einige Bilder kamen nicht. Alles Empfangene ist vollständig.</translation>
    </message>
    <message>
        <source>Look at it knowing that it is incomplete, or fetch what is missing.</source>
        <translation>Sehen Sie es im Wissen an, dass etwas fehlt, oder holen Sie, was fehlt.</translation>
    </message>
    <message>
        <source>%1 refused the sign-in</source>
        <translation>%1 hat die Anmeldung abgelehnt</translation>
    </message>
    <message>
        <source>The token or password in use is wrong or has expired.</source>
        <translation>Das verwendete Token oder Passwort ist falsch oder abgelaufen.</translation>
    </message>
    <message>
        <source>Renew the sign-in of the profile, or ask the contact point for a new one.</source>
        <translation>Erneuern Sie die Anmeldung des Profils oder bitten Sie die Kontaktstelle um eine neue.</translation>
    </message>
    <message>
        <source>It refused: policy, or consent for these images.</source>
        <translation>Abgelehnt: eine Regel oder die Einwilligung für diese Bilder.</translation>
    </message>
    <message>
        <source>Ask the contact point. Other studies may still be allowed.</source>
        <translation>Fragen Sie die Kontaktstelle. Andere Studien können trotzdem erlaubt sein.</translation>
    </message>
    <message>
        <source>Ask the contact point.</source>
        <translation>Fragen Sie die Kontaktstelle.</translation>
    </message>
    <message>
        <source>The way leads elsewhere</source>
        <translation>Der Weg führt anderswohin</translation>
    </message>
    <message>
        <source>An answer led to an address that the profile does not name. Nothing was sent to it.</source>
        <translation>Eine Antwort führte zu einer Adresse, die das Profil nicht nennt. Dorthin wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Ask the contact point whether the address is right, then add it to the profile.</source>
        <translation>Fragen Sie die Kontaktstelle, ob die Adresse stimmt, und nehmen Sie sie dann ins Profil auf.</translation>
    </message>
    <message>
        <source>Stopped: this may be another patient</source>
        <translation>Angehalten: Dies könnte ein anderer Patient sein</translation>
    </message>
    <message>
        <source>%1 cannot be reached</source>
        <translation>%1 ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Check network and proxy, then check again.</source>
        <translation>Prüfen Sie Netz und Proxy, dann prüfen Sie erneut.</translation>
    </message>
    <message>
        <source>%1 cannot answer now</source>
        <translation>%1 kann gerade nicht antworten</translation>
    </message>
    <message>
        <source>Its server failed, also when it was asked again.</source>
        <translation>Der Server dort versagte, auch bei erneuter Anfrage.</translation>
    </message>
    <message>
        <source>Try again in a few minutes. If it stays so, tell the contact point.</source>
        <translation>Versuchen Sie es in einigen Minuten erneut. Bleibt es so, melden Sie es der Kontaktstelle.</translation>
    </message>
    <message>
        <source>%1 did not accept the request</source>
        <translation>%1 nahm die Anfrage nicht an</translation>
    </message>
    <message>
        <source>It answered that something in the request does not suit it.</source>
        <translation>Laut Antwort passt etwas an der Anfrage nicht.</translation>
    </message>
    <message>
        <source>Ask with fewer fields, or show the details to the contact point.</source>
        <translation>Fragen Sie mit weniger Feldern oder zeigen Sie der Kontaktstelle die Einzelheiten.</translation>
    </message>
    <message>
        <source>The answer broke off</source>
        <translation>Die Antwort brach ab</translation>
    </message>
    <message>
        <source>The connection ended before the answer was whole. Everything complete is kept.</source>
        <translation>Die Verbindung endete, bevor die Antwort vollständig war. Alles Vollständige ist behalten.</translation>
    </message>
    <message>
        <source>Ask again; what is here already is not fetched twice.</source>
        <translation>Fragen Sie erneut; was schon hier ist, wird nicht noch einmal geholt.</translation>
    </message>
    <message>
        <source>%1 leads in a circle</source>
        <translation>%1 führt im Kreis</translation>
    </message>
    <message>
        <source>Each address it names leads to another, without an answer.</source>
        <translation>Jede genannte Adresse führt zur nächsten, ohne eine Antwort.</translation>
    </message>
    <message>
        <source>Check the addresses in the profile, or tell the contact point.</source>
        <translation>Prüfen Sie die Adressen im Profil oder melden Sie es der Kontaktstelle.</translation>
    </message>
    <message>
        <source>This record is closed</source>
        <translation>Dieser Datensatz ist geschlossen</translation>
    </message>
    <message>
        <source>%1 says it was merged or removed.</source>
        <translation>%1 meldet, dass er zusammengeführt oder entfernt wurde.</translation>
    </message>
    <message>
        <source>Compare the identifier with the document.</source>
        <translation>Vergleichen Sie die Kennung mit dem Dokument.</translation>
    </message>
    <message>
        <source>This address does not know FHIR</source>
        <translation>Diese Adresse kennt kein FHIR</translation>
    </message>
    <message>
        <source>The host is there, but it does not answer in FHIR at the address in the profile. Nothing was looked up.</source>
        <translation>Der Rechner ist da, antwortet aber unter der Adresse des Profils nicht mit FHIR. Es wurde nichts nachgeschlagen.</translation>
    </message>
    <message>
        <source>Check the FHIR address in the profile (fhirBase).</source>
        <translation>Prüfen Sie die FHIR-Adresse im Profil (fhirBase).</translation>
    </message>
    <message>
        <source>%1 does not know this kind of number</source>
        <translation>%1 kennt diese Art von Nummer nicht</translation>
    </message>
    <message>
        <source>The authority behind it is unknown there.</source>
        <translation>Die Stelle, die sie vergibt, ist dort unbekannt.</translation>
    </message>
    <message>
        <source>Choose another identifier system.</source>
        <translation>Wählen Sie eine andere Art von Kennung.</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Niemand gefunden</translation>
    </message>
    <message>
        <source>%1 answered properly: no patient has this identifier.</source>
        <translation>%1 antwortete ordnungsgemäß: Kein Patient hat diese Kennung.</translation>
    </message>
    <message>
        <source>Compare it with the document, character by character, or search by name and birth date.</source>
        <translation>Vergleichen Sie sie Zeichen für Zeichen mit dem Dokument oder suchen Sie nach Name und Geburtsdatum.</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>Nothing there, or no consent</source>
        <translation>Nichts vorhanden oder keine Einwilligung</translation>
    </message>
    <message>
        <source>%1 lists nothing for this patient. It does not say whether consent is missing.</source>
        <translation>%1 führt für diesen Patienten nichts auf. Ob eine Einwilligung fehlt, wird nicht gesagt.</translation>
    </message>
    <message>
        <source>Ask the patient whether sharing is allowed in %1, then ask again.</source>
        <translation>Fragen Sie den Patienten, ob die Freigabe erlaubt ist (%1), und fragen Sie dann erneut.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>%1 lists no images here</source>
        <translation>%1 führt hier keine Bilder auf</translation>
    </message>
    <message>
        <source>The series can still be ticked as a whole.</source>
        <translation>Die Serie lässt sich trotzdem als Ganzes anhaken.</translation>
    </message>
    <message>
        <source>Tick it as a whole, or ask again.</source>
        <translation>Haken Sie sie als Ganzes an oder fragen Sie erneut.</translation>
    </message>
    <message>
        <source>%1 does not have these images</source>
        <translation>%1 hat diese Bilder nicht</translation>
    </message>
    <message>
        <source>It answered that it does not know them.</source>
        <translation>Laut Antwort sind sie dort nicht bekannt.</translation>
    </message>
    <message>
        <source>Ask the contact point whether they were moved or removed.</source>
        <translation>Fragen Sie die Kontaktstelle, ob sie verschoben oder entfernt wurden.</translation>
    </message>
    <message>
        <source>Nothing answers at this address</source>
        <translation>Unter dieser Adresse antwortet nichts</translation>
    </message>
    <message>
        <source>The host is there, but it does not know the address in the profile.</source>
        <translation>Der Rechner ist da, kennt aber die Adresse im Profil nicht.</translation>
    </message>
    <message>
        <source>Check the addresses in the profile.</source>
        <translation>Prüfen Sie die Adressen im Profil.</translation>
    </message>
    <message>
        <source>%1 asked for our certificate</source>
        <translation>%1 hat unser Zertifikat verlangt</translation>
    </message>
    <message>
        <source>The profile names none, or it was not accepted, so the connection was closed.</source>
        <translation>Das Profil nennt keines, oder es wurde nicht angenommen; die Verbindung wurde daher geschlossen.</translation>
    </message>
    <message>
        <source>Name the certificate that %1 registered for you in the profile.</source>
        <translation>Nennen Sie im Profil das Zertifikat, das für Sie hinterlegt ist (%1).</translation>
    </message>
    <message>
        <source>This certificate has expired</source>
        <translation>Dieses Zertifikat ist abgelaufen</translation>
    </message>
    <message>
        <source>The certificate of %1 is past its last day. Nothing was sent.</source>
        <translation>Der letzte Tag des Zertifikats von %1 ist vorbei. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Tell the contact point.</source>
        <translation>Melden Sie es der Kontaktstelle.</translation>
    </message>
    <message>
        <source>This certificate is for another host</source>
        <translation>Dieses Zertifikat gilt für einen anderen Rechner</translation>
    </message>
    <message>
        <source>It does not name %1. Nothing was sent.</source>
        <translation>Es nennt %1 nicht. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>This certificate is not trusted</source>
        <translation>Diesem Zertifikat wird nicht vertraut</translation>
    </message>
    <message>
        <source>%1 shows a certificate by an authority this computer does not know. Nothing was sent.</source>
        <translation>%1 zeigt ein Zertifikat einer Stelle, die dieser Computer nicht kennt. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Ask the contact point for its authority&apos;s certificate and name it in the profile.</source>
        <translation>Erbitten Sie von der Kontaktstelle das Zertifikat ihrer Zertifizierungsstelle und nennen Sie es im Profil.</translation>
    </message>
    <message>
        <source>The name %1 was not found.</source>
        <translation>Der Name %1 wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>The computer refused the connection.</source>
        <translation>Der Computer hat die Verbindung abgelehnt.</translation>
    </message>
    <message>
        <source>The connection ended without an answer.</source>
        <translation>Die Verbindung endete ohne Antwort.</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s</source>
        <translation>%1 schweigt seit %2 s</translation>
    </message>
    <message>
        <source>The connection was open, nothing came. Some archives fetch from tape first.</source>
        <translation>Die Verbindung war offen, es kam nichts. Manche Archive holen erst vom Band.</translation>
    </message>
    <message>
        <source>Try again. Everything received is kept.</source>
        <translation>Versuchen Sie es erneut. Alles Empfangene ist behalten.</translation>
    </message>
    <message>
        <source>No answer within %1 s.</source>
        <translation>Keine Antwort innerhalb von %1 s.</translation>
    </message>
    <message>
        <source>A login page came instead of an answer</source>
        <translation>Statt einer Antwort kam eine Anmeldeseite</translation>
    </message>
    <message>
        <source>Something between here and %1 wants a person to sign in.</source>
        <translation>Etwas zwischen hier und %1 verlangt, dass sich eine Person anmeldet.</translation>
    </message>
    <message>
        <source>Open the network&apos;s login in a browser, then check again.</source>
        <translation>Öffnen Sie die Anmeldung des Netzes in einem Browser, dann prüfen Sie erneut.</translation>
    </message>
    <message>
        <source>The answer cannot be read</source>
        <translation>Die Antwort ist nicht lesbar</translation>
    </message>
    <message>
        <source>%1 sent something that is not what was asked for. Nothing of it is used.</source>
        <translation>%1 hat etwas anderes gesendet, als gefragt war. Nichts davon wird verwendet.</translation>
    </message>
    <message>
        <source>Try again. If it stays so, show the details to the contact point.</source>
        <translation>Versuchen Sie es erneut. Bleibt es so, zeigen Sie der Kontaktstelle die Einzelheiten.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>What is still to come has no room. All files received are whole.</source>
        <translation>Für das, was noch kommt, ist kein Platz. Alle empfangenen Dateien sind vollständig.</translation>
    </message>
    <message>
        <source>Make room, then try again.</source>
        <translation>Schaffen Sie Platz, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The files cannot be written</source>
        <translation>Die Dateien lassen sich nicht schreiben</translation>
    </message>
    <message>
        <source>The folder did not take them. All files received before are whole.</source>
        <translation>Der Ordner nahm sie nicht an. Alle zuvor empfangenen Dateien sind vollständig.</translation>
    </message>
    <message>
        <source>Check the folder and its rights, then try again.</source>
        <translation>Prüfen Sie den Ordner und seine Rechte, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>What came names somebody else. It is set apart and not shown.</source>
        <translation>Was kam, nennt jemand anderen. Es ist beiseitegelegt und wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>Compare it with your patient. Only you can decide, and the decision is recorded.</source>
        <translation>Vergleichen Sie es mit Ihrem Patienten. Nur Sie können entscheiden, und die Entscheidung wird festgehalten.</translation>
    </message>
    <message>
        <source>%1 does not allow this document</source>
        <translation>%1 erlaubt dieses Dokument nicht</translation>
    </message>
    <message>
        <source>It refused: policy, or consent of the patient.</source>
        <translation>Abgelehnt: eine Regel oder die Einwilligung des Patienten.</translation>
    </message>
    <message>
        <source>Ask the contact point. Other documents may still be allowed.</source>
        <translation>Fragen Sie die Kontaktstelle. Andere Dokumente können dennoch erlaubt sein.</translation>
    </message>
    <message>
        <source>Not offered in this form</source>
        <translation>In dieser Form nicht angeboten</translation>
    </message>
    <message>
        <source>It is offered as %1.</source>
        <translation>Angeboten wird es als %1.</translation>
    </message>
    <message>
        <source>Ask for one of these forms, or without naming one.</source>
        <translation>Fordern Sie eine dieser Formen an oder nennen Sie keine.</translation>
    </message>
    <message>
        <source>This document has no content</source>
        <translation>Dieses Dokument hat keinen Inhalt</translation>
    </message>
    <message>
        <source>Its reference leads to nothing that could be fetched.</source>
        <translation>Sein Verweis führt zu nichts, was abgerufen werden könnte.</translation>
    </message>
    <message>
        <source>This document is not there</source>
        <translation>Dieses Dokument ist nicht vorhanden</translation>
    </message>
    <message>
        <source>%1 does not know it or no longer keeps it.</source>
        <translation>%1 kennt es nicht oder bewahrt es nicht mehr auf.</translation>
    </message>
    <message>
        <source>List the documents again; its id may have changed.</source>
        <translation>Fragen Sie die Dokumente neu ab; seine Kennung kann sich geändert haben.</translation>
    </message>
    <message>
        <source>The answer came as XML</source>
        <translation>Die Antwort kam als XML</translation>
    </message>
    <message>
        <source>%1 answered in XML. FHIR is read in JSON alone, so nothing of it is used.</source>
        <translation>%1 hat in XML geantwortet. FHIR wird nur in JSON gelesen; nichts davon wird verwendet.</translation>
    </message>
    <message>
        <source>Ask the contact point to answer in application/fhir+json.</source>
        <translation>Bitten Sie die Kontaktstelle um Antworten in application/fhir+json.</translation>
    </message>
    <message>
        <source>A web page came instead of an answer</source>
        <translation>Eine Webseite kam statt einer Antwort</translation>
    </message>
    <message>
        <source>Something between here and %1 answered in its place, or the address is one for browsers. Nothing of it is used.</source>
        <translation>Etwas zwischen hier und %1 hat an seiner Stelle geantwortet, oder die Adresse ist eine für Browser. Nichts davon wird verwendet.</translation>
    </message>
    <message>
        <source>Check network, proxy and the addresses in the profile, then check again.</source>
        <translation>Prüfen Sie Netz, Proxy und die Adressen im Profil und dann erneut.</translation>
    </message>
    <message>
        <source>Its answer held none of them.</source>
        <translation>Die Antwort enthielt keines davon.</translation>
    </message>
    <message>
        <source>Its server failed.</source>
        <translation>Der Server dort versagte.</translation>
    </message>
    <message>
        <source>No secured connection came about</source>
        <translation>Keine gesicherte Verbindung zustande gekommen</translation>
    </message>
    <message>
        <source>The versions of TLS that both sides know do not meet; below 1.2 none is taken here. Nothing was sent.</source>
        <translation>Beide Seiten haben keine gemeinsame TLS-Version; unter 1.2 wird hier keine angenommen. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Ask the contact point for an address that knows TLS 1.2 or later.</source>
        <translation>Fragen Sie die Kontaktstelle nach einer Adresse, die TLS 1.2 oder neuer kennt.</translation>
    </message>
    <message>
        <source>What listens there does not speak TLS. Nothing was sent.</source>
        <translation>Was dort antwortet, spricht kein TLS. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Check address and port in the profile; https needs the port that is secured.</source>
        <translation>Prüfen Sie Adresse und Port im Profil; https braucht den gesicherten Port.</translation>
    </message>
    <message>
        <source>%1 broke it off while it was being made. Nothing was sent.</source>
        <translation>%1 hat sie beim Aufbau abgebrochen. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Show the details to the contact point.</source>
        <translation>Zeigen Sie der Kontaktstelle die Einzelheiten.</translation>
    </message>
    <message>
        <source>The folder is in use</source>
        <translation>Der Ordner ist in Gebrauch</translation>
    </message>
    <message>
        <source>Another retrieval of this study is writing into it.</source>
        <translation>Ein anderer Abruf dieser Studie schreibt gerade hinein.</translation>
    </message>
    <message>
        <source>Wait until that has ended, or choose another folder, then try again.</source>
        <translation>Warten Sie, bis er beendet ist, oder wählen Sie einen anderen Ordner, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>%1 did not carry out $match</source>
        <translation>%1 hat $match nicht ausgeführt</translation>
    </message>
    <message>
        <source>%1 does not offer this operation, or its own words say why. That does not say that nobody has this identifier.</source>
        <translation>%1 bietet diese Operation nicht an, oder seine eigenen Worte sagen, warum. Dass niemand diese Kennung hat, heißt das nicht.</translation>
    </message>
    <message>
        <source>Search without asking for certain matches only.</source>
        <translation>Suchen Sie, ohne nur nach sicheren Treffern zu fragen.</translation>
    </message>
</context>
<context>
    <name>story::Profile</name>
    <message>
        <source>%1: the environment variable %2 is not set. Set it, then try again.</source>
        <translation>%1: Die Umgebungsvariable %2 ist nicht gesetzt. Setzen Sie sie, dann versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>%1: the file %2 cannot be read (%3).</source>
        <translation>%1: Die Datei %2 ist nicht lesbar (%3).</translation>
    </message>
    <message>
        <source>%1: the file %2 is too large for a secret.</source>
        <translation>%1: Die Datei %2 ist zu groß für ein Geheimnis.</translation>
    </message>
    <message>
        <source>%1: the file %2 is empty.</source>
        <translation>%1: Die Datei %2 ist leer.</translation>
    </message>
    <message>
        <source>it is missing. Give the profile a name.</source>
        <translation>es fehlt. Geben Sie dem Profil einen Namen.</translation>
    </message>
    <message>
        <source>use the two capital letters of ISO 3166, or XX.</source>
        <translation>verwenden Sie die beiden Großbuchstaben nach ISO 3166 oder XX.</translation>
    </message>
    <message>
        <source>Profile, %1: %2</source>
        <translation>Profil, %1: %2</translation>
    </message>
    <message>
        <source>write a text in quotation marks.</source>
        <translation>schreiben Sie einen Text in Anführungszeichen.</translation>
    </message>
    <message>
        <source>write true or false.</source>
        <translation>schreiben Sie true oder false.</translation>
    </message>
    <message>
        <source>write a whole number from %1 to %2.</source>
        <translation>schreiben Sie eine ganze Zahl von %1 bis %2.</translation>
    </message>
    <message>
        <source>write an object in braces.</source>
        <translation>schreiben Sie ein Objekt in geschweiften Klammern.</translation>
    </message>
    <message>
        <source>write a list in brackets.</source>
        <translation>schreiben Sie eine Liste in eckigen Klammern.</translation>
    </message>
    <message>
        <source>write a whole address that begins with https://.</source>
        <translation>schreiben Sie eine ganze Adresse, die mit https:// beginnt.</translation>
    </message>
    <message>
        <source>names and passwords do not belong in an address. Use auth.</source>
        <translation>Namen und Passwörter gehören nicht in eine Adresse. Verwenden Sie auth.</translation>
    </message>
    <message>
        <source>write the address without ? and #.</source>
        <translation>schreiben Sie die Adresse ohne ? und #.</translation>
    </message>
    <message>
        <source>plain http is only for this computer. Use https, or set allowPlainHttp to true.</source>
        <translation>einfaches http ist nur für diesen Computer. Verwenden Sie https oder setzen Sie allowPlainHttp auf true.</translation>
    </message>
    <message>
        <source>no address is given. Name fhirBase, qidoBase or wadoBase.</source>
        <translation>es ist keine Adresse angegeben. Nennen Sie fhirBase, qidoBase oder wadoBase.</translation>
    </message>
    <message>
        <source>it is missing. Name the authority, such as urn:oid:2.999.10.1.</source>
        <translation>es fehlt. Nennen Sie die vergebende Stelle, etwa urn:oid:2.999.10.1.</translation>
    </message>
    <message>
        <source>it is not a regular expression.</source>
        <translation>es ist kein regulärer Ausdruck.</translation>
    </message>
    <message>
        <source>use one of %1.</source>
        <translation>verwenden Sie eines von %1.</translation>
    </message>
    <message>
        <source>write the 23 letters in the order of their remainders.</source>
        <translation>schreiben Sie die 23 Buchstaben in der Reihenfolge ihrer Reste.</translation>
    </message>
    <message>
        <source>use fhir, dicomweb and documents.</source>
        <translation>verwenden Sie fhir, dicomweb und documents.</translation>
    </message>
    <message>
        <source>a profile holds no secrets. Write env:NAME or file:PATH to say where it lies.</source>
        <translation>ein Profil enthält keine Geheimnisse. Geben Sie mit env:NAME oder file:PATH an, wo es liegt.</translation>
    </message>
    <message>
        <source>it is missing. Basic sign-in needs a user.</source>
        <translation>es fehlt. Die Anmeldung mit „basic“ braucht einen Benutzer.</translation>
    </message>
    <message>
        <source>%1 is not available in this version. Use none, basic or bearer.</source>
        <translation>%1 gibt es in dieser Version nicht. Verwenden Sie none, basic oder bearer.</translation>
    </message>
    <message>
        <source>use none, basic or bearer.</source>
        <translation>verwenden Sie none, basic oder bearer.</translation>
    </message>
    <message>
        <source>it is missing. Write env:NAME or file:PATH to say where the secret lies.</source>
        <translation>es fehlt. Geben Sie mit env:NAME oder file:PATH an, wo das Geheimnis liegt.</translation>
    </message>
    <message>
        <source>use 1.2 or 1.3.</source>
        <translation>verwenden Sie 1.2 oder 1.3.</translation>
    </message>
    <message>
        <source>write scheme, host and port alone, such as https://pacs.example.</source>
        <translation>schreiben Sie nur Schema, Rechner und Port, etwa https://pacs.example.</translation>
    </message>
    <message>
        <source>the key is not a UID.</source>
        <translation>der Schlüssel ist keine UID.</translation>
    </message>
    <message>
        <source>The profile is not JSON: %1 at byte %2.</source>
        <translation>Das Profil ist kein JSON: %1 bei Byte %2.</translation>
    </message>
    <message>
        <source>The profile is not a JSON object.</source>
        <translation>Das Profil ist kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>The profile %1 cannot be read (%2).</source>
        <translation>Das Profil %1 ist nicht lesbar (%2).</translation>
    </message>
    <message>
        <source>The file %1 is too large for a profile.</source>
        <translation>Die Datei %1 ist zu groß für ein Profil.</translation>
    </message>
    <message>
        <source>%1: the file %2 cannot be read.</source>
        <translation>%1: Die Datei %2 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>write an address with {location} and, as the end of its path, /{study}.</source>
        <translation>eine Adresse mit {location} angeben, deren Pfad mit /{study} endet.</translation>
    </message>
</context>
<context>
    <name>story::ProfileStore</name>
    <message>
        <source>There is no profile file and no saved profile called %1.</source>
        <translation>Es gibt weder eine Profildatei noch ein gespeichertes Profil namens %1.</translation>
    </message>
    <message>
        <source>The profile cannot be saved: %1</source>
        <translation>Das Profil lässt sich nicht speichern: %1</translation>
    </message>
</context>
<context>
    <name>story::RetrievalFlow</name>
    <message>
        <source>%1 of %2</source>
        <comment>images</comment>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Study asked for</source>
        <translation>Studie angefordert</translation>
    </message>
    <message>
        <source>First image whole</source>
        <translation>Erstes Bild vollständig</translation>
    </message>
    <message>
        <source>Series complete, %1</source>
        <translation>Serie vollständig, %1</translation>
    </message>
    <message>
        <source>Series incomplete, %1</source>
        <translation>Serie unvollständig, %1</translation>
    </message>
    <message>
        <source>Series failed, %1</source>
        <translation>Serie fehlgeschlagen, %1</translation>
    </message>
    <message>
        <source>Study ended, %1</source>
        <translation>Studie beendet, %1</translation>
    </message>
    <message>
        <source>Study failed: %1</source>
        <translation>Studie fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Paused by you</source>
        <translation>Von Ihnen unterbrochen</translation>
    </message>
    <message>
        <source>Resumed by you</source>
        <translation>Von Ihnen fortgesetzt</translation>
    </message>
    <message>
        <source>Series first: you chose it</source>
        <translation>Serie zuerst: von Ihnen gewählt</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>Von Ihnen angehalten</translation>
    </message>
</context>
<context>
    <name>story::StudySearchFlow</name>
    <message>
        <source>The profile does not allow this route or names no address for it.</source>
        <translation>Das Profil erlaubt diesen Weg nicht oder nennt keine Adresse dafür.</translation>
    </message>
    <message>
        <source>The profile allows no route by which studies are found.</source>
        <translation>Das Profil erlaubt keinen Weg, auf dem Studien gefunden werden.</translation>
    </message>
    <message>
        <source>%1: study %2 names another patient, %3 differs.</source>
        <translation>%1: Studie %2 nennt einen anderen Patienten, es weicht ab: %3.</translation>
    </message>
    <message>
        <source>%1 marks study %2 as cancelled or entered in error, but %3 lists it.</source>
        <translation>%1 bezeichnet Studie %2 als storniert oder irrtümlich angelegt, %3 führt sie aber auf.</translation>
    </message>
    <message>
        <source>Body sites are searched by code, as SYSTEM|CODE or CODE; a word finds nothing. SNOMED CT calls the thorax http://snomed.info/sct|51185008.</source>
        <translation>Körperregionen werden über ihren Code gesucht, als SYSTEM|CODE oder CODE; ein Wort findet nichts. In SNOMED CT heißt der Thorax http://snomed.info/sct|51185008.</translation>
    </message>
    <message>
        <source>The rest of the list could not be read: %1</source>
        <translation>Der Rest der Liste ließ sich nicht lesen: %1</translation>
    </message>
</context>
<context>
    <name>story::TreeFlow</name>
    <message>
        <source>No route of the profile lists this level.</source>
        <translation>Kein Weg des Profils führt diese Ebene auf.</translation>
    </message>
</context>
<context>
    <name>ui::Button</name>
    <message>
        <source>%1, %2</source>
        <comment>what a button does, its key</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>ui::Comparison</name>
    <message>
        <source>Same</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Weicht ab</translation>
    </message>
    <message>
        <source>Not asked</source>
        <translation>Nicht gefragt</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>Same apart from spelling</source>
        <translation>Gleich bis auf die Schreibweise</translation>
    </message>
    <message>
        <source>Part of the names</source>
        <translation>Ein Teil der Namen</translation>
    </message>
    <message>
        <source>Same as far as told</source>
        <translation>Gleich, soweit angegeben</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>Familienname</translation>
    </message>
    <message>
        <source>Given names</source>
        <translation>Vornamen</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Any name</source>
        <translation>Beliebiger Name</translation>
    </message>
</context>
<context>
    <name>ui::CountryPage</name>
    <message>
        <source>Never checked</source>
        <translation>Nie geprüft</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Was gesendet wurde</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Was zurückkam</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>Was es bedeutet</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Choose the contact point to ask. The check sends nothing about any patient.</source>
        <translation>Wählen Sie die Kontaktstelle, die gefragt wird. Die Prüfung sendet nichts über einen Patienten.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Read a profile from a file</source>
        <translation>Ein Profil aus einer Datei lesen</translation>
    </message>
    <message>
        <source>No country yet</source>
        <translation>Noch kein Land</translation>
    </message>
    <message>
        <source>A profile holds a contact point&apos;s addresses, identifier masks and trust.</source>
        <translation>Ein Profil enthält Adressen, Muster der Kennungen und Vertrauen einer Kontaktstelle.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>&amp;Continue anyway</source>
        <translation>&amp;Trotzdem weiter</translation>
    </message>
    <message>
        <source>Goes on although the connection check failed</source>
        <translation>Fährt fort, obwohl die Verbindungsprüfung fehlschlug</translation>
    </message>
    <message>
        <source>Filter profiles</source>
        <translation>Profile filtern</translation>
    </message>
    <message>
        <source>Filter profiles, Ctrl+F</source>
        <translation>Profile filtern, Strg+F</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>A profile holds addresses, identifier masks and trust. Passwords and keys are never exported.</source>
        <translation>Ein Profil enthält Adressen, Muster der Kennungen und Vertrauen. Passwörter und Schlüssel werden nie exportiert.</translation>
    </message>
    <message>
        <source>Connection check</source>
        <translation>Verbindungsprüfung</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>One verdict a line; Enter opens a line</source>
        <translation>Ein Urteil je Zeile; Eingabe öffnet eine Zeile</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n bestanden</numerusform>
            <numerusform>%n bestanden</numerusform>
        </translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 Warnung</translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a profile</source>
        <translation>Wählen Sie ein Profil</translation>
    </message>
    <message>
        <source>FHIR</source>
        <translation>FHIR</translation>
    </message>
    <message>
        <source>DICOMweb</source>
        <translation>DICOMweb</translation>
    </message>
    <message>
        <source>Direct to PACS</source>
        <translation>Direkt zum PACS</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Wege</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Leitfaden</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>Unser Zertifikat</translation>
    </message>
    <message>
        <source>Identifiers</source>
        <translation>Kennungen</translation>
    </message>
    <message>
        <source>Continue with %1</source>
        <translation>Weiter mit %1</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>No profile is chosen.</source>
        <translation>Es ist kein Profil gewählt.</translation>
    </message>
    <message>
        <source>Choose a profile first</source>
        <translation>Wählen Sie zuerst ein Profil</translation>
    </message>
    <message>
        <source>Not checked yet.</source>
        <translation>Noch nicht geprüft.</translation>
    </message>
    <message>
        <source>Checking. Nothing about any patient is sent.</source>
        <translation>Prüfung läuft. Über Patienten wird nichts gesendet.</translation>
    </message>
    <message>
        <source>The check is under way</source>
        <translation>Die Prüfung läuft</translation>
    </message>
    <message>
        <source>Ready. Every check passed.</source>
        <translation>Bereit. Alle Prüfungen bestanden.</translation>
    </message>
    <message>
        <source>Usable. One warning does not stop a search.</source>
        <translation>Verwendbar. Eine Warnung hindert keine Suche.</translation>
    </message>
    <message>
        <source>Usable. Warnings do not stop a search.</source>
        <translation>Verwendbar. Warnungen hindern keine Suche.</translation>
    </message>
    <message>
        <source>Not usable as it is. Open the failed line to see what to do.</source>
        <translation>So nicht verwendbar. Öffnen Sie die fehlgeschlagene Zeile, um zu sehen, was zu tun ist.</translation>
    </message>
    <message>
        <source>The connection check failed</source>
        <translation>Die Verbindungsprüfung schlug fehl</translation>
    </message>
    <message>
        <source>%1 stays in use until you continue.</source>
        <translation>%1 bleibt in Gebrauch, bis Sie fortfahren.</translation>
    </message>
</context>
<context>
    <name>ui::DifferencesPage</name>
    <message>
        <source>FHIR ImagingStudy</source>
        <translation>FHIR ImagingStudy</translation>
    </message>
    <message>
        <source>QIDO</source>
        <translation>QIDO</translation>
    </message>
    <message>
        <source>Document (manifest)</source>
        <translation>Dokument (Manifest)</translation>
    </message>
    <message>
        <source>Same</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Explained</source>
        <translation>Erklärt</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Widerspruch</translation>
    </message>
    <message>
        <source>patient conflict</source>
        <translation>Patientenkonflikt</translation>
    </message>
    <message>
        <source>%1 open</source>
        <translation>%1 offen</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>erklärt</translation>
    </message>
    <message>
        <source>Without a description</source>
        <translation>Ohne Beschreibung</translation>
    </message>
    <message numerus="yes">
        <source>%n differences</source>
        <translation>
            <numerusform>%n Abweichung</numerusform>
            <numerusform>%n Abweichungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Deutung</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>used</source>
        <translation>verwendet</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Abweichungen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Studies about which the routes do not agree</source>
        <translation>Studien, über die sich die Wege nicht einig sind</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>What the routes say of this study</source>
        <translation>Was die Wege über diese Studie sagen</translation>
    </message>
    <message>
        <source>Ctrl+C copies the line</source>
        <translation>Strg+C kopiert die Zeile</translation>
    </message>
    <message>
        <source>Show the conflict</source>
        <translation>Konflikt zeigen</translation>
    </message>
    <message>
        <source>Back to studies</source>
        <translation>Zurück zu den Studien</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>All routes agree on 1 study</source>
        <translation>Alle Wege stimmen bei 1 Studie überein</translation>
    </message>
    <message numerus="yes">
        <source>All routes agree on %n studies</source>
        <translation>
            <numerusform>Alle Wege stimmen bei %n Studie überein</numerusform>
            <numerusform>Alle Wege stimmen bei %n Studien überein</numerusform>
        </translation>
    </message>
    <message>
        <source>Every field that two routes both gave is the same.</source>
        <translation>Jedes Feld, das zwei Wege nennen, ist gleich.</translation>
    </message>
    <message>
        <source>What the routes say of each study, side by side.</source>
        <translation>Was die Wege über jede Studie sagen, nebeneinander.</translation>
    </message>
    <message>
        <source>1 other study agrees on every field that two routes both gave.</source>
        <translation>1 weitere Studie stimmt in jedem Feld überein, das zwei Wege nennen.</translation>
    </message>
    <message numerus="yes">
        <source>%n other studies agree on every field that two routes both gave.</source>
        <translation>
            <numerusform>%n weitere Studie stimmt in jedem Feld überein, das zwei Wege nennen.</numerusform>
            <numerusform>%n weitere Studien stimmen in jedem Feld überein, das zwei Wege nennen.</numerusform>
        </translation>
    </message>
    <message>
        <source>A whole study is asked for as a whole. What arrives is counted against all lists.</source>
        <translation>Eine ganze Studie wird als Ganzes angefordert. Was ankommt, wird mit allen Listen verglichen.</translation>
    </message>
    <message>
        <source>%1, %2:</source>
        <comment>study, date</comment>
        <translation>%1, %2:</translation>
    </message>
    <message>
        <source>%1 It cannot be ticked until you have looked at it.</source>
        <translation>%1 Anhaken ist erst möglich, wenn Sie es angesehen haben.</translation>
    </message>
    <message>
        <source>(used)</source>
        <translation>(verwendet)</translation>
    </message>
    <message>
        <source>Nothing to compare</source>
        <translation>Nichts zu vergleichen</translation>
    </message>
    <message>
        <source>No study is known to two routes.</source>
        <translation>Keine Untersuchung ist zwei Wegen bekannt.</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>1 study is described differently by the routes. Nothing is averaged.</source>
        <translation>1 Studie wird von den Wegen unterschiedlich beschrieben. Nichts wird gemittelt.</translation>
    </message>
    <message numerus="yes">
        <source>%n studies are described differently by the routes. Nothing is averaged.</source>
        <translation>
            <numerusform>%n Studie wird von den Wegen unterschiedlich beschrieben. Nichts wird gemittelt.</numerusform>
            <numerusform>%n Studien werden von den Wegen unterschiedlich beschrieben. Nichts wird gemittelt.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is used is marked.</source>
        <translation>Was verwendet wird, ist markiert.</translation>
    </message>
    <message>
        <source>Show fields that agree</source>
        <translation>Auch was übereinstimmt</translation>
    </message>
</context>
<context>
    <name>ui::Dock</name>
    <message>
        <source>Close %1</source>
        <translation>%1 schließen</translation>
    </message>
</context>
<context>
    <name>ui::FaultDock</name>
    <message>
        <source>%1, %2</source>
        <comment>name, what happens</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2, row %3</source>
        <comment>name, what happens, of the specification</comment>
        <translation>%1, %2, Zeile %3</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <comment>turns of a fault</comment>
        <translation>
            <numerusform>noch %n</numerusform>
            <numerusform>noch %n</numerusform>
        </translation>
    </message>
    <message>
        <source>always</source>
        <comment>how often a fault happens</comment>
        <translation>immer</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>order, what happens, turns</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>On the line</source>
        <translation>In der Leitung</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Male</translation>
    </message>
    <message>
        <source>Fault laboratory</source>
        <translation>Störungslabor</translation>
    </message>
    <message>
        <source>No fault has these words.</source>
        <translation>Keine Störung enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Enter plays the current fault</source>
        <translation>Eingabe spielt die aktuelle Störung</translation>
    </message>
    <message>
        <source>Find a fault: name, words, row</source>
        <translation>Störung finden: Name, Wörter, Zeile</translation>
    </message>
    <message>
        <source>Find a fault by name, words or row of the specification</source>
        <translation>Eine Störung nach Name, Wörtern oder Zeile der Spezifikation finden</translation>
    </message>
    <message>
        <source>Nothing is on the line: the demo country behaves well.</source>
        <translation>Nichts ist in der Leitung: Das Demoland verhält sich gut.</translation>
    </message>
    <message>
        <source>Faults on the line</source>
        <translation>Störungen in der Leitung</translation>
    </message>
    <message>
        <source>Heal</source>
        <translation>Beheben</translation>
    </message>
    <message>
        <source>Take back the current fault of those on the line, Delete</source>
        <translation>Die aktuelle Störung der Leitung zurücknehmen, Entf</translation>
    </message>
    <message>
        <source>Heal all</source>
        <translation>Alle beheben</translation>
    </message>
    <message>
        <source>Take back every fault</source>
        <translation>Alle Störungen zurücknehmen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>A method or the word retrievals, a part of the path or query that begins with / ? or &amp;, or both, such as POST/Patient</source>
        <translation>Eine Methode oder das Wort retrievals, ein Teil des Pfads oder der Anfrage, der mit / ? oder &amp; beginnt, oder beides, etwa POST/Patient</translation>
    </message>
    <message>
        <source>Every request it fits</source>
        <translation>Jede passende Anfrage</translation>
    </message>
    <message>
        <source>Next request</source>
        <translation>Nächste Anfrage</translation>
    </message>
    <message>
        <source>Next requests</source>
        <translation>Nächste Anfragen</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Wie oft</translation>
    </message>
    <message>
        <source>For how many requests</source>
        <translation>Für wie viele Anfragen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Spielen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Takes none</source>
        <translation>Nimmt keinen</translation>
    </message>
    <message>
        <source>Order this fault from the demo country</source>
        <translation>Diese Störung beim Demoland bestellen</translation>
    </message>
    <message>
        <source>Say for how many requests</source>
        <translation>Geben Sie an, für wie viele Anfragen</translation>
    </message>
    <message>
        <source>Choose a fault</source>
        <translation>Wählen Sie eine Störung</translation>
    </message>
    <message numerus="yes">
        <source>%n on the line</source>
        <translation>
            <numerusform>%n in der Leitung</numerusform>
            <numerusform>%n in der Leitung</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is on the line</source>
        <translation>Nichts ist in der Leitung</translation>
    </message>
    <message>
        <source>Write an order</source>
        <translation>Schreiben Sie einen Auftrag</translation>
    </message>
    <message>
        <source>The same order for borderlight --demo --fault. Another one can be typed or pasted here: NAME[=VALUE][@PLACE][*TIMES][+SKIP]</source>
        <translation>Derselbe Auftrag für borderlight --demo --fault. Hier kann ein anderer getippt oder eingefügt werden: NAME[=WERT][@ORT][*MAL][+VORHER]</translation>
    </message>
    <message>
        <source>Value: %1</source>
        <comment>what the value of a fault means</comment>
        <translation>Wert: %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Change patient…</source>
        <translation>Patient wechseln…</translation>
    </message>
    <message>
        <source>Leave this patient and search for another</source>
        <translation>Diesen Patienten verlassen und einen anderen suchen</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Geboren</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Purpose of use</source>
        <translation>Verwendungszweck</translation>
    </message>
    <message>
        <source>Received from</source>
        <translation>Erhalten aus</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Files from this computer</source>
        <translation>Dateien von diesem Computer</translation>
    </message>
    <message>
        <source>No patient confirmed</source>
        <translation>Kein Patient bestätigt</translation>
    </message>
    <message>
        <source>Whose they are is told by the files alone; no patient was confirmed.</source>
        <translation>Von wem sie sind, sagen nur die Dateien selbst; es wurde kein Patient bestätigt.</translation>
    </message>
    <message>
        <source>Studies and images are asked for once a patient is confirmed.</source>
        <translation>Studien und Bilder werden angefragt, sobald ein Patient bestätigt ist.</translation>
    </message>
    <message>
        <source>Not for primary diagnosis</source>
        <translation>Nicht für die Primärbefundung</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Patient</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Studie</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>&amp;Fenster</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>&amp;Vorwärts</translation>
    </message>
    <message>
        <source>&amp;Primary action of the step</source>
        <translation>&amp;Hauptaktion des Schritts</translation>
    </message>
    <message>
        <source>&amp;Next area</source>
        <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
        <source>Pre&amp;vious area</source>
        <translation>V&amp;orheriger Bereich</translation>
    </message>
    <message>
        <source>&amp;Change patient…</source>
        <translation>&amp;Patient wechseln…</translation>
    </message>
    <message>
        <source>&amp;Ask again</source>
        <translation>&amp;Erneut fragen</translation>
    </message>
    <message>
        <source>&amp;Filter the list</source>
        <translation>Liste &amp;filtern</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>As the des&amp;ktop</source>
        <translation>Wie die &amp;Arbeitsumgebung</translation>
    </message>
    <message>
        <source>&amp;Rail wide or narrow</source>
        <translation>&amp;Leiste breit oder schmal</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>what a button opens, its key</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Tick the row; make a candidate current</source>
        <translation>Zeile anhaken; Kandidaten zum aktuellen machen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Open the row&apos;s details</source>
        <translation>Einzelheiten der Zeile öffnen</translation>
    </message>
    <message>
        <source>Right, Left, *</source>
        <translation>Rechts, Links, *</translation>
    </message>
    <message>
        <source>Open, close, open all below</source>
        <translation>Öffnen, schließen, alles darunter öffnen</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>Copy the row&apos;s identifier</source>
        <translation>Kennung der Zeile kopieren</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Close a fold, empty a filter</source>
        <translation>Klappfeld schließen, Filter leeren</translation>
    </message>
    <message>
        <source>?</source>
        <translation>?</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>Diese Tasten</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Wechseln…</translation>
    </message>
    <message>
        <source>In Viewing as in</source>
        <translation>In der Ansicht wie in</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>In Viewing</source>
        <translation>In der Ansicht</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Patient A</source>
        <translation>Patient A</translation>
    </message>
    <message>
        <source>&amp;Hide identity in banner and pictures</source>
        <translation>Identität in Kopfzeile und Bildern &amp;verbergen</translation>
    </message>
    <message>
        <source>Ctrl+A</source>
        <translation>Strg+A</translation>
    </message>
    <message>
        <source>Tick all studies that are shown, or none</source>
        <translation>Alle gezeigten Untersuchungen anhaken, oder keine</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Sort the list; the tools of a picture</source>
        <translation>Liste ordnen; Werkzeuge eines Bildes</translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation>Strg+Umschalt+T</translation>
    </message>
    <message>
        <source>In Selection: only what is ticked</source>
        <translation>In der Auswahl: nur Angehaktes</translation>
    </message>
    <message>
        <source>Ctrl+Shift+K</source>
        <translation>Strg+Umschalt+K</translation>
    </message>
    <message>
        <source>In Selection: only key images</source>
        <translation>In der Auswahl: nur Schlüsselbilder</translation>
    </message>
    <message>
        <source>Ctrl++, -, 0</source>
        <translation>Strg++, -, 0</translation>
    </message>
    <message>
        <source>Report pages: larger, smaller, fitted</source>
        <translation>Befundseiten: größer, kleiner, eingepasst</translation>
    </message>
</context>
<context>
    <name>ui::PatientPage</name>
    <message>
        <source>1 year</source>
        <translation>1 Jahr</translation>
    </message>
    <message numerus="yes">
        <source>%n years</source>
        <translation>
            <numerusform>%n Jahr</numerusform>
            <numerusform>%n Jahre</numerusform>
        </translation>
    </message>
    <message>
        <source>match by the server&apos;s own grade: %1</source>
        <translation>Übereinstimmung nach Einschätzung des Servers: %1</translation>
    </message>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>not current</source>
        <translation>nicht aktuell</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>sicher</translation>
    </message>
    <message>
        <source>probable</source>
        <translation>wahrscheinlich</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>möglich</translation>
    </message>
    <message>
        <source>certainly not</source>
        <translation>sicher nicht</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Ersetzt</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Name and identifier</source>
        <translation>Name und Kennung</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Geboren</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Grad</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>server&apos;s own grade</source>
        <translation>Einschätzung des Servers</translation>
    </message>
    <message>
        <source>No longer kept up to date</source>
        <translation>Wird nicht mehr gepflegt</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keiner davon</translation>
    </message>
    <message>
        <source>Take the mark away and go back to the form</source>
        <translation>Die Markierung entfernen und zum Formular zurückkehren</translation>
    </message>
    <message>
        <source>This is my patient</source>
        <translation>Dies ist mein Patient</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Studies are asked for once you have confirmed.</source>
        <translation>Studien werden angefragt, sobald Sie bestätigt haben.</translation>
    </message>
    <message>
        <source>Identifier system</source>
        <translation>Art der Kennung</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>Familienname</translation>
    </message>
    <message>
        <source>Given names</source>
        <translation>Vornamen</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>T. MMM JJJJ</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>Day, month in letters, year</source>
        <translation>Tag, Monat in Buchstaben, Jahr</translation>
    </message>
    <message>
        <source>This is not a date. Write it as 14 Mar 1958.</source>
        <translation>Dies ist kein Datum. Schreiben Sie es wie 14. März 1958.</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Only certain matches ($match)</source>
        <translation>Nur sichere Treffer ($match)</translation>
    </message>
    <message>
        <source>Only certain matches, by Patient $match</source>
        <translation>Nur sichere Treffer, mit Patient $match</translation>
    </message>
    <message>
        <source>The server compares all that is given and answers only when it is certain</source>
        <translation>Der Server vergleicht alle Angaben und antwortet nur, wenn er sicher ist</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Empty the form</source>
        <translation>Das Formular leeren</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message>
        <source>Shows the request with the identity masked</source>
        <translation>Zeigt die Anfrage mit verdeckter Identität</translation>
    </message>
    <message>
        <source>Search another patient</source>
        <translation>Anderen Patienten suchen</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message>
        <source>Space makes a candidate current; nobody is chosen for you</source>
        <translation>Leertaste macht einen Kandidaten zum aktuellen; niemand wird für Sie gewählt</translation>
    </message>
    <message>
        <source>Is this your patient?</source>
        <translation>Ist dies Ihr Patient?</translation>
    </message>
    <message>
        <source>Comparison of what you asked and what was answered</source>
        <translation>Vergleich von Frage und Antwort</translation>
    </message>
    <message>
        <source>Make a candidate current to compare: click it, or press Space on it.</source>
        <translation>Machen Sie zum Vergleichen einen Kandidaten zum aktuellen: mit einem Klick oder der Leertaste.</translation>
    </message>
    <message>
        <source>Purpose of use</source>
        <translation>Verwendungszweck</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Behandlung</translation>
    </message>
    <message>
        <source>Purpose of use: treatment</source>
        <translation>Verwendungszweck: Behandlung</translation>
    </message>
    <message>
        <source>Emergency treatment</source>
        <translation>Notfallbehandlung</translation>
    </message>
    <message>
        <source>Purpose of use: emergency treatment</source>
        <translation>Verwendungszweck: Notfallbehandlung</translation>
    </message>
    <message>
        <source>I am involved in the treatment of this patient.</source>
        <translation>Ich bin an der Behandlung dieses Patienten beteiligt.</translation>
    </message>
    <message>
        <source>The country</source>
        <translation>Das Land</translation>
    </message>
    <message>
        <source>Search %1</source>
        <translation>%1 absuchen</translation>
    </message>
    <message>
        <source>An identifier finds best. Name, birth date and gender narrow the answer.</source>
        <translation>Eine Kennung findet am besten. Name, Geburtsdatum und Geschlecht grenzen die Antwort ein.</translation>
    </message>
    <message>
        <source>%1 is asked. An identifier finds best; name, birth date and gender narrow the answer.</source>
        <translation>%1 wird gefragt. Eine Kennung findet am besten; Name, Geburtsdatum und Geschlecht grenzen die Antwort ein.</translation>
    </message>
    <message>
        <source>You asked</source>
        <translation>Ihre Frage</translation>
    </message>
    <message>
        <source>They answered</source>
        <translation>Die Antwort</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>The form has changed since. Search again, F5.</source>
        <translation>Das Formular hat sich seither geändert. Suchen Sie erneut, F5.</translation>
    </message>
    <message>
        <source>This record is closed.</source>
        <translation>Dieser Datensatz ist geschlossen.</translation>
    </message>
    <message>
        <source>%1 says it was merged or removed.</source>
        <translation>%1 meldet, dass er zusammengeführt oder entfernt wurde.</translation>
    </message>
    <message>
        <source>Follow to the new record</source>
        <translation>Zum neuen Datensatz</translation>
    </message>
    <message>
        <source>The record that replaces it did not come with the answer.</source>
        <translation>Der Datensatz, der ihn ersetzt, kam nicht mit der Antwort.</translation>
    </message>
    <message>
        <source>Change identifier</source>
        <translation>Kennung ändern</translation>
    </message>
    <message>
        <source>Not of the form expected here: %1</source>
        <translation>Nicht in der hier erwarteten Form: %1</translation>
    </message>
    <message>
        <source>The check character is right.</source>
        <translation>Das Prüfzeichen stimmt.</translation>
    </message>
    <message>
        <source>%1. The check character is right.</source>
        <comment>a hint</comment>
        <translation>%1. Das Prüfzeichen stimmt.</translation>
    </message>
    <message>
        <source>%1 wants at least one identifier.</source>
        <translation>%1 verlangt mindestens eine Kennung.</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Wer ist es?</translation>
    </message>
    <message>
        <source>Type the identifier as it stands on the document. Candidates appear here; none is ever chosen for you.</source>
        <translation>Geben Sie die Kennung ein, wie sie auf dem Dokument steht. Kandidaten erscheinen hier; keiner wird je für Sie gewählt.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Niemand gefunden</translation>
    </message>
    <message>
        <source>%1 answered properly: no patient has this identifier.</source>
        <translation>%1 antwortete ordnungsgemäß: Kein Patient hat diese Kennung.</translation>
    </message>
    <message>
        <source>Compare it with the document, character by character, or search by name and birth date.</source>
        <translation>Vergleichen Sie sie Zeichen für Zeichen mit dem Dokument oder suchen Sie nach Name und Geburtsdatum.</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>%1 answered properly: no patient fits what was asked.</source>
        <translation>%1 antwortete ordnungsgemäß: Auf die Frage passt kein Patient.</translation>
    </message>
    <message>
        <source>Compare name and birth date with the document, or ask with an identifier.</source>
        <translation>Vergleichen Sie Name und Geburtsdatum mit dem Dokument oder fragen Sie mit einer Kennung.</translation>
    </message>
    <message>
        <source>Use an identifier</source>
        <translation>Mit Kennung suchen</translation>
    </message>
    <message>
        <source>The server&apos;s own words</source>
        <translation>Worte des Servers</translation>
    </message>
    <message>
        <source>1 candidate</source>
        <translation>1 Kandidat</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n Kandidat</numerusform>
            <numerusform>%n Kandidaten</numerusform>
        </translation>
    </message>
    <message>
        <source>Too many to compare safely. Add a birth date or an identifier.</source>
        <translation>Zu viele für einen sicheren Vergleich. Fügen Sie ein Geburtsdatum oder eine Kennung hinzu.</translation>
    </message>
    <message>
        <source>None is chosen for you. Compare, then confirm.</source>
        <translation>Keiner ist für Sie gewählt. Vergleichen Sie, dann bestätigen Sie.</translation>
    </message>
    <message>
        <source>Make a candidate current first</source>
        <translation>Machen Sie zuerst einen Kandidaten zum aktuellen</translation>
    </message>
    <message>
        <source>Another record replaces this one; search for that record</source>
        <translation>Ein anderer Datensatz ersetzt diesen; suchen Sie nach jenem</translation>
    </message>
    <message>
        <source>Tick that you are involved in the treatment</source>
        <translation>Haken Sie an, dass Sie an der Behandlung beteiligt sind</translation>
    </message>
    <message>
        <source>Born %1</source>
        <translation>Geboren %1</translation>
    </message>
    <message>
        <source>%1 can be two days. Which one is it?</source>
        <translation>%1 kann zwei Tage bedeuten. Welcher ist es?</translation>
    </message>
    <message>
        <source>You have confirmed. Another one can be made current and confirmed instead.</source>
        <translation>Sie haben bestätigt. Ein anderer kann statt dessen ausgewählt und bestätigt werden.</translation>
    </message>
    <message>
        <source>The studies of the confirmed patient are asked for.</source>
        <translation>Nach den Studien des bestätigten Patienten wird gefragt.</translation>
    </message>
    <message>
        <source>Replaced by %1</source>
        <comment>a number or record</comment>
        <translation>Ersetzt durch %1</translation>
    </message>
    <message>
        <source>Replaces %1</source>
        <comment>numbers or records</comment>
        <translation>Ersetzt %1</translation>
    </message>
    <message>
        <source>Replaced by another record</source>
        <translation>Ersetzt durch einen anderen Datensatz</translation>
    </message>
    <message>
        <source>Replaces another record</source>
        <translation>Ersetzt einen anderen Datensatz</translation>
    </message>
    <message>
        <source>%1 sent another patient than the one asked for, who was left out.</source>
        <translation>%1 schickte einen anderen Patienten als den gefragten; er wurde weggelassen.</translation>
    </message>
    <message numerus="yes">
        <source>%1 sent %n other patients than the one asked for, who were left out.</source>
        <translation>
            <numerusform>%1 schickte %n anderen Patienten als den gefragten; er wurde weggelassen.</numerusform>
            <numerusform>%1 schickte %n andere Patienten als den gefragten; sie wurden weggelassen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing says whether the one asked for is known there.</source>
        <translation>Ob der gefragte dort bekannt ist, sagt die Antwort nicht.</translation>
    </message>
    <message>
        <source>Compare what was asked with the document, then tell the contact point.</source>
        <translation>Vergleichen Sie die Anfrage mit dem Dokument, dann melden Sie es der Kontaktstelle.</translation>
    </message>
    <message>
        <source>hidden</source>
        <comment>a value that tells who it is</comment>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>The form has changed since; search again first</source>
        <translation>Das Formular wurde seither geändert; suchen Sie zuerst erneut</translation>
    </message>
    <message>
        <source>Patient %1</source>
        <comment>a letter</comment>
        <translation>Patient %1</translation>
    </message>
    <message>
        <source>Check character should be %1. A second search asks all the same.</source>
        <translation>Das Prüfzeichen sollte %1 sein. Eine zweite Suche fragt trotzdem.</translation>
    </message>
    <message>
        <source>%1 answered properly: no patient has this identifier together with the name, birth date or gender that was asked.</source>
        <translation>%1 antwortete ordnungsgemäß: Kein Patient hat diese Kennung zusammen mit dem Namen, Geburtsdatum oder Geschlecht, nach dem gefragt wurde.</translation>
    </message>
    <message>
        <source>Ask with the identifier alone, or compare all of it with the document.</source>
        <translation>Fragen Sie mit der Kennung allein, oder vergleichen Sie alles mit dem Dokument.</translation>
    </message>
    <message>
        <source>Ask with the identifier alone</source>
        <translation>Mit der Kennung allein fragen</translation>
    </message>
    <message>
        <source>beginning of any part</source>
        <translation>Anfang eines Teils</translation>
    </message>
    <message>
        <source>Any name</source>
        <translation>Beliebiger Name</translation>
    </message>
    <message>
        <source>The beginning of a family or given name</source>
        <translation>Der Anfang eines Familien- oder Vornamens</translation>
    </message>
</context>
<context>
    <name>ui::RecordView</name>
    <message>
        <source>Retrieval record</source>
        <translation>Abrufprotokoll</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Only its beginning is shown. What is saved is whole.</source>
        <translation>Nur der Anfang wird gezeigt. Gespeichert wird es vollständig.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern als…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>ui::ReportPane</name>
    <message>
        <source>Reports</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Save as received…</source>
        <translation>Wie empfangen speichern…</translation>
    </message>
    <message>
        <source>Keeps the document byte for byte as it came</source>
        <translation>Bewahrt das Dokument Byte für Byte, wie es kam</translation>
    </message>
    <message>
        <source>Save as received</source>
        <translation>Wie empfangen speichern</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Strg+R</translation>
    </message>
    <message>
        <source>Close reports</source>
        <translation>Befunde schließen</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Pages of the report</source>
        <translation>Seiten des Befunds</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Studies that the report names</source>
        <translation>Studien, die der Befund nennt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No report here</source>
        <translation>Hier ist kein Befund</translation>
    </message>
    <message>
        <source>Reports of the patient are listed with the studies.</source>
        <translation>Befunde des Patienten stehen bei den Studien.</translation>
    </message>
    <message>
        <source>Form: %1</source>
        <translation>Form: %1</translation>
    </message>
    <message>
        <source>The identity is hidden.</source>
        <translation>Die Identität ist verborgen.</translation>
    </message>
    <message>
        <source>A report is shown as it came: its title and its text may name the patient.</source>
        <translation>Ein Befund wird gezeigt, wie er kam: Titel und Text können den Patienten nennen.</translation>
    </message>
    <message>
        <source>Larger, smaller, as wide as the pane: Ctrl++, Ctrl+-, Ctrl+0, or Ctrl and the wheel</source>
        <translation>Größer, kleiner, so breit wie der Bereich: Strg++, Strg+-, Strg+0 oder Strg und das Mausrad</translation>
    </message>
</context>
<context>
    <name>ui::RetrievalPage</name>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Zähler</translation>
    </message>
    <message numerus="yes">
        <source>%n requests open, %1 allowed</source>
        <translation>
            <numerusform>%n Anfrage offen, %1 erlaubt</numerusform>
            <numerusform>%n Anfragen offen, %1 erlaubt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 retries used</source>
        <translation>%1 von %2 Wiederholungen verbraucht</translation>
    </message>
    <message>
        <source>Requested %1, received %2, verified %3, missing %4</source>
        <translation>Angefordert %1, empfangen %2, geprüft %3, fehlend %4</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>of ~%1</source>
        <translation>von ~%1</translation>
    </message>
    <message>
        <source>%1 of ~%2</source>
        <translation>%1 von ~%2</translation>
    </message>
    <message>
        <source>Requested</source>
        <translation>Angefordert</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlend</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Left, about</source>
        <translation>Noch etwa</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>received, being verified</source>
        <translation>empfangen, in Prüfung</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>noch ausstehend</translation>
    </message>
    <message>
        <source>missing, at the end of the bar</source>
        <translation>fehlend, am Ende des Balkens</translation>
    </message>
    <message>
        <source>Not fetched</source>
        <translation>Nicht geholt</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Als Nächstes</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>First byte awaited</source>
        <translation>Wartet auf erstes Byte</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Wird empfangen</translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n fehlt</numerusform>
            <numerusform>%n fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Click or Enter: this series next</source>
        <translation>Klick oder Eingabe: diese Serie als Nächstes</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>Abruf</translation>
    </message>
    <message>
        <source>Fetch only the missing</source>
        <translation>Nur Fehlendes holen</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Unterbrechen</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop here. Everything received is kept.</source>
        <translation>Hier aufhören. Alles Empfangene wird behalten.</translation>
    </message>
    <message>
        <source>Progress by series</source>
        <translation>Fortschritt je Serie</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Angekommen</translation>
    </message>
    <message>
        <source>first image of each series</source>
        <translation>erstes Bild jeder Serie</translation>
    </message>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, neueste zuerst</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>neueste zuerst</translation>
    </message>
    <message>
        <source>Retrieval record…</source>
        <translation>Abrufprotokoll…</translation>
    </message>
    <message>
        <source>What was asked for, what came, when and from where</source>
        <translation>Was angefordert wurde, was kam, wann und woher</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>%1 has been silent for %2 s.</source>
        <translation>%1 schweigt seit %2 s.</translation>
    </message>
    <message>
        <source>The other side</source>
        <translation>Die Gegenseite</translation>
    </message>
    <message>
        <source>The connection is open, nothing comes. Some archives fetch from tape first.</source>
        <translation>Die Verbindung ist offen, es kommt nichts. Manche Archive holen erst vom Band.</translation>
    </message>
    <message>
        <source>Keep waiting, or stop. Everything received is kept.</source>
        <translation>Warten Sie weiter oder brechen Sie ab. Alles Empfangene wird behalten.</translation>
    </message>
    <message>
        <source>Wait two minutes more</source>
        <translation>Zwei Minuten länger warten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What the connection tells</source>
        <translation>Was die Verbindung verrät</translation>
    </message>
    <message>
        <source>The last byte came at %1.</source>
        <translation>Das letzte Byte kam um %1.</translation>
    </message>
    <message>
        <source>No byte has come yet.</source>
        <translation>Es ist noch kein Byte gekommen.</translation>
    </message>
    <message numerus="yes">
        <source>%n requests are open.</source>
        <translation>
            <numerusform>%n Anfrage ist offen.</numerusform>
            <numerusform>%n Anfragen sind offen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on and receive what is missing</source>
        <translation>Weitermachen und empfangen, was fehlt</translation>
    </message>
    <message>
        <source>Close the connections; everything received is kept</source>
        <translation>Verbindungen schließen; alles Empfangene wird behalten</translation>
    </message>
    <message>
        <source>Fetch only this one</source>
        <translation>Nur dieses eine holen</translation>
    </message>
    <message numerus="yes">
        <source>Fetch only these %n</source>
        <translation>
            <numerusform>Nur dieses %n holen</numerusform>
            <numerusform>Nur diese %n holen</numerusform>
        </translation>
    </message>
    <message>
        <source>View what has arrived</source>
        <translation>Angekommenes ansehen</translation>
    </message>
    <message>
        <source>View anyway</source>
        <translation>Trotzdem ansehen</translation>
    </message>
    <message>
        <source>Nothing has arrived yet</source>
        <translation>Es ist noch nichts angekommen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 series are complete.</source>
        <translation>%1 von %2 Serien sind vollständig.</translation>
    </message>
    <message>
        <source>%1 images are here and whole.</source>
        <translation>%1 Bilder sind hier und vollständig.</translation>
    </message>
    <message>
        <source>None of the %1 verified images names another patient.</source>
        <translation>Keines der %1 geprüften Bilder nennt einen anderen Patienten.</translation>
    </message>
    <message>
        <source>Nothing is being received.</source>
        <translation>Es wird nichts empfangen.</translation>
    </message>
    <message>
        <source>Tick what you need in Selection, then retrieve it.</source>
        <translation>Haken Sie in der Auswahl an, was Sie brauchen, dann rufen Sie es ab.</translation>
    </message>
    <message>
        <source>Finding out what there is to receive.</source>
        <translation>Es wird ermittelt, was zu empfangen ist.</translation>
    </message>
    <message>
        <source>Asking for the list of images.</source>
        <translation>Die Liste der Bilder wird erfragt.</translation>
    </message>
    <message>
        <source>Waiting for the first image. Some archives fetch from tape first.</source>
        <translation>Das erste Bild wird erwartet. Manche Archive holen erst vom Band.</translation>
    </message>
    <message>
        <source>The request has been sent.</source>
        <translation>Die Anfrage wurde gesendet.</translation>
    </message>
    <message>
        <source>Receiving. You may look at what has arrived while the rest comes.</source>
        <translation>Empfang läuft. Sie können Angekommenes ansehen, während der Rest kommt.</translation>
    </message>
    <message>
        <source>Receiving from %1 since %2. You may look at what has arrived while the rest comes.</source>
        <translation>Empfang aus %1 seit %2. Sie können Angekommenes ansehen, während der Rest kommt.</translation>
    </message>
    <message>
        <source>Receiving from %1. You may look at what has arrived while the rest comes.</source>
        <translation>Empfang aus %1. Sie können Angekommenes ansehen, während der Rest kommt.</translation>
    </message>
    <message>
        <source>The other side did not answer as it should. Trying again in %1 s.</source>
        <translation>Die Gegenseite antwortete nicht wie erwartet. Neuer Versuch in %1 s.</translation>
    </message>
    <message>
        <source>The other side did not answer as it should. Trying again.</source>
        <translation>Die Gegenseite antwortete nicht wie erwartet. Neuer Versuch.</translation>
    </message>
    <message>
        <source>Paused. No connection is open. %1 images are here and whole.</source>
        <translation>Unterbrochen. Keine Verbindung ist offen. %1 Bilder sind hier und vollständig.</translation>
    </message>
    <message>
        <source>Resuming fetches only what is missing.</source>
        <translation>Beim Fortsetzen wird nur geholt, was fehlt.</translation>
    </message>
    <message>
        <source>Complete: %1. Everything that was asked for is here.</source>
        <translation>Vollständig: %1. Alles Angeforderte ist hier.</translation>
    </message>
    <message>
        <source>All verified: the list, the patient, each image&apos;s own identifiers.</source>
        <translation>Alles geprüft: die Liste, der Patient, die eigenen Kennungen jedes Bildes.</translation>
    </message>
    <message>
        <source>Incomplete: %1. Look at it knowing that it is incomplete.</source>
        <translation>Unvollständig: %1. Sehen Sie es im Wissen an, dass etwas fehlt.</translation>
    </message>
    <message>
        <source>1 image is missing. Everything received is kept.</source>
        <translation>1 Bild fehlt. Alles Empfangene wird behalten.</translation>
    </message>
    <message numerus="yes">
        <source>%n images are missing. Everything received is kept.</source>
        <translation>
            <numerusform>%n Bild fehlt. Alles Empfangene wird behalten.</numerusform>
            <numerusform>%n Bilder fehlen. Alles Empfangene wird behalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped by you. %1 images are here and whole.</source>
        <translation>Von Ihnen angehalten. %1 Bilder sind hier und vollständig.</translation>
    </message>
    <message>
        <source>Everything received is kept.</source>
        <translation>Alles Empfangene wird behalten.</translation>
    </message>
    <message>
        <source>Nothing more could be fetched. %1 images are here and whole.</source>
        <translation>Mehr ließ sich nicht holen. %1 Bilder sind hier und vollständig.</translation>
    </message>
    <message>
        <source>Stopped: this may be another patient. What there is of the study is set apart.</source>
        <translation>Angehalten: Dies könnte ein anderer Patient sein. Was von der Studie da ist, ist beiseitegelegt.</translation>
    </message>
    <message>
        <source>Nothing of it is shown. Only you can decide.</source>
        <translation>Nichts davon wird gezeigt. Nur Sie können entscheiden.</translation>
    </message>
    <message>
        <source>Not everything came. Everything received is kept.</source>
        <translation>Nicht alles kam. Alles Empfangene wird behalten.</translation>
    </message>
    <message numerus="yes">
        <source>%n images came and the answer was closed properly. No list said how many there are.</source>
        <translation>
            <numerusform>%n Bild kam, und die Antwort wurde ordnungsgemäß beendet. Keine Liste sagte, wie viele es sind.</numerusform>
            <numerusform>%n Bilder kamen, und die Antwort wurde ordnungsgemäß beendet. Keine Liste sagte, wie viele es sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>The patient is the confirmed one.</source>
        <translation>Der Patient ist der bestätigte.</translation>
    </message>
    <message>
        <source>The patient was not compared.</source>
        <translation>Der Patient wurde nicht verglichen.</translation>
    </message>
    <message>
        <source>Some images name the patient in another way or not at all.</source>
        <translation>Einige Bilder nennen den Patienten anders oder gar nicht.</translation>
    </message>
    <message>
        <source>Verified: the list, each image&apos;s own identifiers.</source>
        <translation>Geprüft: die Liste, die eigenen Kennungen jedes Bildes.</translation>
    </message>
    <message>
        <source>Verified: each image&apos;s own identifiers. There was no list to hold them against.</source>
        <translation>Geprüft: die eigenen Kennungen jedes Bildes. Eine Liste zum Vergleich gab es nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n not asked for, not counted</source>
        <translation>
            <numerusform>%n nicht angefordert, nicht gezählt</numerusform>
            <numerusform>%n nicht angefordert, nicht gezählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n requests open</source>
        <translation>
            <numerusform>%n Anfrage offen</numerusform>
            <numerusform>%n Anfragen offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: this may be another patient. What was set apart is deleted.</source>
        <translation>Angehalten: Das ist möglicherweise ein anderer Patient. Was beiseitegelegt war, ist gelöscht.</translation>
    </message>
    <message>
        <source>Nothing of it is kept.</source>
        <translation>Nichts davon ist noch da.</translation>
    </message>
    <message>
        <source>Nothing was received.</source>
        <translation>Es wurde nichts empfangen.</translation>
    </message>
</context>
<context>
    <name>ui::SelectionPage</name>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>asking…</source>
        <translation>wird gefragt…</translation>
    </message>
    <message>
        <source>no images listed</source>
        <translation>keine Bilder aufgeführt</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Tick studies, series or single images. A tick travels down; a dash shows that part of it is ticked.</source>
        <translation>Haken Sie Studien, Serien oder einzelne Bilder an. Ein Haken gilt auch für alles darunter; ein Strich zeigt, dass ein Teil angehakt ist.</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alles anhaken</translation>
    </message>
    <message>
        <source>Clear ticks</source>
        <translation>Haken entfernen</translation>
    </message>
    <message>
        <source>Filter series</source>
        <translation>Serien filtern</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>Ticked only</source>
        <translation>Nur Angehaktes</translation>
    </message>
    <message>
        <source>Shows only what is ticked, Ctrl+Shift+T</source>
        <translation>Zeigt nur, was angehakt ist, Strg+Umschalt+T</translation>
    </message>
    <message>
        <source>Open all series</source>
        <translation>Alle Serien öffnen</translation>
    </message>
    <message>
        <source>Close all</source>
        <translation>Alle schließen</translation>
    </message>
    <message>
        <source>Studies, series and images</source>
        <translation>Studien, Serien und Bilder</translation>
    </message>
    <message>
        <source>Space ticks, Right opens, Left closes, Ctrl+C copies the identifier</source>
        <translation>Leertaste hakt an, Rechts öffnet, Links schließt, Strg+C kopiert die Kennung</translation>
    </message>
    <message>
        <source>Way by which the images are fetched</source>
        <translation>Weg, auf dem die Bilder geholt werden</translation>
    </message>
    <message>
        <source>Retrieve</source>
        <translation>Abrufen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Copy %1, Ctrl+C</source>
        <translation>%1 kopieren, Strg+C</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>noch niemand</translation>
    </message>
    <message>
        <source>Source per level</source>
        <translation>Quelle je Ebene</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serie</translation>
    </message>
    <message numerus="yes">
        <source>%n listed</source>
        <translation>
            <numerusform>%n aufgeführt</numerusform>
            <numerusform>%n aufgeführt</numerusform>
        </translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Ask another source</source>
        <translation>Andere Quelle fragen</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 Bild</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>number of images not told</source>
        <translation>Anzahl der Bilder nicht angegeben</translation>
    </message>
    <message>
        <source>What arrives is counted against all lists.</source>
        <translation>Was ankommt, wird mit allen Listen verglichen.</translation>
    </message>
    <message>
        <source>The series is asked for as a whole.</source>
        <translation>Die Serie wird als Ganzes angefordert.</translation>
    </message>
    <message>
        <source>SOP Instance UID</source>
        <translation>SOP Instance UID</translation>
    </message>
    <message>
        <source>SOP class</source>
        <translation>SOP-Klasse</translation>
    </message>
    <message>
        <source>Series Instance UID</source>
        <translation>Series Instance UID</translation>
    </message>
    <message>
        <source>Study Instance UID</source>
        <translation>Study Instance UID</translation>
    </message>
    <message>
        <source>Tick something first</source>
        <translation>Haken Sie zuerst etwas an</translation>
    </message>
    <message>
        <source>There is not enough room for what is ticked</source>
        <translation>Für das Angehakte ist nicht genug Platz</translation>
    </message>
    <message>
        <source>Nothing ticked</source>
        <translation>Nichts angehakt</translation>
    </message>
    <message>
        <source>Tick studies, series or single images.</source>
        <translation>Haken Sie Studien, Serien oder einzelne Bilder an.</translation>
    </message>
    <message>
        <source>1 study</source>
        <translation>1 Studie</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Studie</numerusform>
            <numerusform>%n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>1 series</source>
        <comment>one series</comment>
        <translation>1 Serie</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n Serie</numerusform>
            <numerusform>%n Serien</numerusform>
        </translation>
    </message>
    <message>
        <source>at least %1 images, not every count was told</source>
        <translation>mindestens %1 Bilder, nicht jede Anzahl wurde genannt</translation>
    </message>
    <message>
        <source>the number of images was not told</source>
        <translation>die Anzahl der Bilder wurde nicht genannt</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Via %1</source>
        <translation>Über %1</translation>
    </message>
    <message>
        <source>Via</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Not enough room.</source>
        <translation>Nicht genug Platz.</translation>
    </message>
    <message>
        <source>About %1 are needed, %2 are free.</source>
        <translation>Etwa %1 werden gebraucht, %2 sind frei.</translation>
    </message>
    <message>
        <source>Tick less, make room, or choose another folder.</source>
        <translation>Haken Sie weniger an, schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Other folder…</source>
        <translation>Anderer Ordner…</translation>
    </message>
    <message>
        <source>Key images only</source>
        <translation>Nur Schlüsselbilder</translation>
    </message>
    <message>
        <source>Shows only the pictures that reports point to, Ctrl+Shift+K</source>
        <translation>Zeigt nur die Bilder, auf die Befunde verweisen, Strg+Umschalt+K</translation>
    </message>
    <message>
        <source>Tick this one</source>
        <translation>Dieses anhaken</translation>
    </message>
    <message numerus="yes">
        <source>Tick these %n</source>
        <translation>
            <numerusform>Dieses anhaken</numerusform>
            <numerusform>Diese %n anhaken</numerusform>
        </translation>
    </message>
    <message>
        <source>Key images: %1</source>
        <translation>Schlüsselbilder: %1</translation>
    </message>
    <message>
        <source>Asking the reports</source>
        <translation>Die Befunde werden gefragt</translation>
    </message>
    <message>
        <source>Key images appear here as the reports of these studies name them.</source>
        <translation>Schlüsselbilder erscheinen hier, sobald die Befunde dieser Studien sie nennen.</translation>
    </message>
    <message>
        <source>No key image is known</source>
        <translation>Kein Schlüsselbild ist bekannt</translation>
    </message>
    <message>
        <source>No report of these studies points to a picture. Key objects tell theirs once they are received.</source>
        <translation>Kein Befund dieser Studien verweist auf ein Bild. Key Objects nennen ihre, sobald sie empfangen sind.</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>Alle Bilder zeigen</translation>
    </message>
    <message>
        <source>Nothing can be stored.</source>
        <translation>Nichts kann gespeichert werden.</translation>
    </message>
    <message>
        <source>Choose another folder, or mend its rights.</source>
        <translation>Wählen Sie einen anderen Ordner, oder ändern Sie seine Rechte.</translation>
    </message>
    <message>
        <source>Tick what is shown</source>
        <translation>Gezeigtes anhaken</translation>
    </message>
    <message>
        <source>No series fits these filters</source>
        <translation>Keine Serie passt zu diesen Filtern</translation>
    </message>
    <message>
        <source>What is ticked stays ticked and is fetched, though it is not seen.</source>
        <translation>Angehaktes bleibt angehakt und wird abgerufen, obwohl es nicht zu sehen ist.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>ui::StepRail</name>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>Abruf</translation>
    </message>
    <message>
        <source>Viewing</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>current step</source>
        <translation>aktueller Schritt</translation>
    </message>
    <message>
        <source>not reached yet</source>
        <translation>noch nicht erreicht</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>erreicht</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>done, with warnings</source>
        <translation>erledigt, mit Warnungen</translation>
    </message>
    <message>
        <source>cannot go on</source>
        <translation>kann nicht weiter</translation>
    </message>
    <message>
        <source>asked with something else than is now chosen</source>
        <translation>mit anderem gefragt, als jetzt gewählt ist</translation>
    </message>
    <message>
        <source>Key map</source>
        <translation>Tastenübersicht</translation>
    </message>
    <message>
        <source>Key map, ? or F1</source>
        <translation>Tastenübersicht, ? oder F1</translation>
    </message>
    <message>
        <source>Shows which key does what</source>
        <translation>Zeigt, welche Taste was tut</translation>
    </message>
    <message>
        <source>%1, Ctrl+%2</source>
        <translation>%1, Strg+%2</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>The six steps, Ctrl+1 to Ctrl+6</source>
        <translation>Die sechs Schritte, Strg+1 bis Strg+6</translation>
    </message>
    <message>
        <source>Studies and reports</source>
        <translation>Studien und Befunde</translation>
    </message>
</context>
<context>
    <name>ui::StudiesPage</name>
    <message>
        <source>Studies</source>
        <translation>Studien</translation>
    </message>
    <message>
        <source>What is asked</source>
        <translation>Was gefragt wird</translation>
    </message>
    <message>
        <source>Shows what the search asks for, and lets it be narrowed</source>
        <translation>Zeigt, wonach die Suche fragt, und lässt sie eingrenzen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Abweichungen</translation>
    </message>
    <message>
        <source>Shows what the routes say, side by side</source>
        <translation>Zeigt nebeneinander, was die Wege sagen</translation>
    </message>
    <message>
        <source>Space ticks a study</source>
        <translation>Leertaste hakt eine Studie an</translation>
    </message>
    <message>
        <source>Choose series</source>
        <translation>Serien auswählen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Filter this list</source>
        <translation>Liste filtern</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Jedes Datum</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>Last two years</source>
        <translation>Letzte zwei Jahre</translation>
    </message>
    <message>
        <source>Last five years</source>
        <translation>Letzte fünf Jahre</translation>
    </message>
    <message>
        <source>New above</source>
        <translation>Neues oberhalb</translation>
    </message>
    <message>
        <source>Go to the beginning of the list</source>
        <translation>Zum Anfang der Liste</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n studies</source>
        <translation>
            <numerusform>%1, %n Studie</numerusform>
            <numerusform>%1, %n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>%1 von %2 gezeigt</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>%1 wird gefragt…</translation>
    </message>
    <message>
        <source>Nothing asked yet</source>
        <translation>Noch nichts gefragt</translation>
    </message>
    <message>
        <source>Studies appear here once a patient is confirmed. One row a study, whichever route knows it.</source>
        <translation>Studien erscheinen hier, sobald ein Patient bestätigt ist. Eine Zeile je Studie, gleich welcher Weg sie kennt.</translation>
    </message>
    <message>
        <source>Nothing there, or no consent</source>
        <translation>Nichts vorhanden oder keine Einwilligung</translation>
    </message>
    <message>
        <source>No study is listed for this patient. The answer does not say whether consent is missing.</source>
        <translation>Für diesen Patienten ist keine Studie aufgeführt. Ob eine Einwilligung fehlt, sagt die Antwort nicht.</translation>
    </message>
    <message>
        <source>Ask the patient whether sharing is allowed, then ask again.</source>
        <translation>Fragen Sie den Patienten, ob die Freigabe erlaubt ist, und fragen Sie dann erneut.</translation>
    </message>
    <message>
        <source>Search other dates</source>
        <translation>Andere Daten suchen</translation>
    </message>
    <message>
        <source>No study fits these filters</source>
        <translation>Keine Studie passt zu diesen Filtern</translation>
    </message>
    <message>
        <source>1 study is hidden by filters here.</source>
        <translation>1 Studie ist hier durch Filter verborgen.</translation>
    </message>
    <message numerus="yes">
        <source>%n studies are hidden by filters here.</source>
        <translation>
            <numerusform>%n Studie ist hier durch Filter verborgen.</numerusform>
            <numerusform>%n Studien sind hier durch Filter verborgen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Tick a study first</source>
        <translation>Haken Sie zuerst eine Studie an</translation>
    </message>
    <message>
        <source>Nothing ticked</source>
        <translation>Nichts angehakt</translation>
    </message>
    <message>
        <source>Tick the studies you need.</source>
        <translation>Haken Sie die Studien an, die Sie brauchen.</translation>
    </message>
    <message>
        <source>1 series</source>
        <comment>one series</comment>
        <translation>1 Serie</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n Serie</numerusform>
            <numerusform>%n Serien</numerusform>
        </translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 Bild</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>1 study ticked</source>
        <translation>1 Studie angehakt</translation>
    </message>
    <message numerus="yes">
        <source>%n studies ticked</source>
        <translation>
            <numerusform>%n Studie angehakt</numerusform>
            <numerusform>%n Studien angehakt</numerusform>
        </translation>
    </message>
    <message>
        <source>at least %1, %2; not every count was told</source>
        <translation>mindestens %1, %2; nicht jede Anzahl wurde genannt</translation>
    </message>
    <message>
        <source>One row a study, whichever route knows it.</source>
        <translation>Eine Zeile je Studie, gleich welcher Weg sie kennt.</translation>
    </message>
    <message>
        <source>1 study</source>
        <translation>1 Studie</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Studie</numerusform>
            <numerusform>%n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2 to %3</source>
        <translation>%1, %2 bis %3</translation>
    </message>
    <message>
        <source>%1. One row a study, whichever route knows it.</source>
        <translation>%1. Eine Zeile je Studie, gleich welcher Weg sie kennt.</translation>
    </message>
    <message>
        <source>1 study differs</source>
        <translation>1 Studie weicht ab</translation>
    </message>
    <message numerus="yes">
        <source>%n studies differ</source>
        <translation>
            <numerusform>%n Studie weicht ab</numerusform>
            <numerusform>%n Studien weichen ab</numerusform>
        </translation>
    </message>
    <message>
        <source>Another patient?</source>
        <translation>Ein anderer Patient?</translation>
    </message>
    <message>
        <source>You have looked at it. The row can be ticked now; only you can decide.</source>
        <translation>Sie haben es angesehen. Die Zeile lässt sich jetzt anhaken; nur Sie können entscheiden.</translation>
    </message>
    <message>
        <source>It cannot be ticked until you have looked at it.</source>
        <translation>Anhaken ist erst möglich, wenn Sie es angesehen haben.</translation>
    </message>
    <message>
        <source>Show the conflict</source>
        <translation>Konflikt zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n new above</source>
        <translation>
            <numerusform>%n neue oberhalb</numerusform>
            <numerusform>%n neue oberhalb</numerusform>
        </translation>
    </message>
    <message>
        <source>known</source>
        <translation>bekannt</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n reports</source>
        <translation>
            <numerusform>%n Befund</numerusform>
            <numerusform>%n Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>angehakt</translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation>nicht angehakt</translation>
    </message>
    <message>
        <source>Another patient? %1</source>
        <translation>Ein anderer Patient? %1</translation>
    </message>
    <message>
        <source>No date</source>
        <translation>Ohne Datum</translation>
    </message>
    <message>
        <source>Without a description</source>
        <translation>Ohne Beschreibung</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Body site</source>
        <translation>Körperregion</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Known to</source>
        <translation>Bekannt bei</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Web viewer</source>
        <translation>Web-Betrachter</translation>
    </message>
    <message>
        <source>Enter opens a report</source>
        <translation>Eingabe öffnet einen Befund</translation>
    </message>
    <message>
        <source>Reports of this study</source>
        <translation>Befunde dieser Studie</translation>
    </message>
    <message>
        <source>No report for this study.</source>
        <translation>Kein Befund zu dieser Studie.</translation>
    </message>
    <message numerus="yes">
        <source>No report for this study. %n reports of this patient are not linked to any study; they are below.</source>
        <translation>
            <numerusform>Kein Befund zu dieser Studie. %n Befund dieses Patienten ist keiner Studie zugeordnet; er steht unten.</numerusform>
            <numerusform>Kein Befund zu dieser Studie. %n Befunde dieses Patienten sind keiner Studie zugeordnet; sie stehen unten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a study to see its reports.</source>
        <translation>Wählen Sie eine Studie, um ihre Befunde zu sehen.</translation>
    </message>
    <message>
        <source>No report is listed for this patient.</source>
        <translation>Für diesen Patienten ist kein Befund aufgeführt.</translation>
    </message>
    <message>
        <source>Pictures in a browser</source>
        <translation>Bilder in einem Browser</translation>
    </message>
    <message>
        <source>Nothing is sent there before you open it. The browser sends neither token nor certificate of the profile.</source>
        <translation>Dorthin wird nichts gesendet, bevor Sie öffnen. Der Browser sendet weder Token noch Zertifikat des Profils.</translation>
    </message>
    <message>
        <source>Not linked to any study</source>
        <translation>Keiner Studie zugeordnet</translation>
    </message>
    <message>
        <source>It names no study of this list.</source>
        <translation>Er nennt keine Studie dieser Liste.</translation>
    </message>
    <message>
        <source>They name no study of this list.</source>
        <translation>Sie nennen keine Studie dieser Liste.</translation>
    </message>
    <message>
        <source>Studies and reports</source>
        <translation>Studien und Befunde</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>nicht verglichen</translation>
    </message>
    <message>
        <source>Not compared: this row says nothing of its patient that could be held against the confirmed one. The images are compared when they come.</source>
        <translation>Nicht verglichen: Diese Zeile sagt nichts über ihren Patienten, was sich mit dem bestätigten vergleichen ließe. Die Bilder werden verglichen, wenn sie kommen.</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>Sort by %1</source>
        <comment>a column</comment>
        <translation>Nach %1 ordnen</translation>
    </message>
    <message>
        <source>%1; %2 of them hidden by filters</source>
        <comment>images, number of studies</comment>
        <translation>%1; davon %2 durch Filter verborgen</translation>
    </message>
    <message>
        <source>failed, cut off or not asked</source>
        <translation>fehlgeschlagen, abgeschnitten oder nicht gefragt</translation>
    </message>
    <message>
        <source>reports not known</source>
        <translation>Befunde nicht bekannt</translation>
    </message>
    <message>
        <source>not listed for this question</source>
        <translation>auf diese Frage nicht aufgeführt</translation>
    </message>
</context>
<context>
    <name>ui::StudyQuestion</name>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>T. MMM JJJJ</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>CT</source>
        <translation>CT</translation>
    </message>
    <message>
        <source>A type is a DICOM code of capital letters, such as CT or MR.</source>
        <translation>Eine Art ist ein DICOM-Code aus Großbuchstaben, etwa CT oder MR.</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>Auftragsnummer</translation>
    </message>
    <message>
        <source>Body site</source>
        <translation>Körperregion</translation>
    </message>
    <message>
        <source>system|code</source>
        <translation>System|Code</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>A UID has digits and dots only, at most 64 of them.</source>
        <translation>Eine UID besteht nur aus Ziffern und Punkten, höchstens 64.</translation>
    </message>
    <message>
        <source>Study Instance UID</source>
        <translation>Study Instance UID</translation>
    </message>
    <message>
        <source>Series Instance UID</source>
        <translation>Series Instance UID</translation>
    </message>
    <message>
        <source>SOP class</source>
        <translation>SOP-Klasse</translation>
    </message>
    <message>
        <source>UID</source>
        <translation>UID</translation>
    </message>
    <message>
        <source>Other identifier</source>
        <translation>Andere Kennung</translation>
    </message>
    <message>
        <source>system|value</source>
        <translation>System|Wert</translation>
    </message>
    <message>
        <source>From, time</source>
        <translation>Von, Uhrzeit</translation>
    </message>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>To, time</source>
        <translation>Bis, Uhrzeit</translation>
    </message>
    <message>
        <source>Referring physician</source>
        <translation>Überweisender Arzt</translation>
    </message>
    <message>
        <source>Study ID</source>
        <translation>Studien-ID</translation>
    </message>
    <message>
        <source>Ask with these</source>
        <translation>Damit fragen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Ask for everything again</source>
        <translation>Wieder nach allem fragen</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name and value of a search parameter</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>code, such as 51185008</source>
        <translation>Code, etwa 51185008</translation>
    </message>
    <message>
        <source>This is not one day. Write it with the month in letters: 14 Mar 1958.</source>
        <translation>Dies ist kein eindeutiger Tag. Schreiben Sie ihn mit dem Monat in Buchstaben: 14. März 1958.</translation>
    </message>
    <message>
        <source>This is not one day, or it lies before the first. Write it with the month in letters: 14 Mar 1958.</source>
        <translation>Dies ist kein eindeutiger Tag, oder er liegt vor dem ersten. Schreiben Sie ihn mit dem Monat in Buchstaben: 14. März 1958.</translation>
    </message>
    <message>
        <source>This is not a time of day, or the day that it is of is not given. Write it as 14:30.</source>
        <translation>Dies ist keine Uhrzeit, oder der Tag dazu fehlt. Schreiben Sie sie wie 14:30.</translation>
    </message>
</context>
<context>
    <name>ui::StudyTreeModel</name>
    <message>
        <source>Study without a description</source>
        <translation>Studie ohne Beschreibung</translation>
    </message>
    <message>
        <source>Series without a description</source>
        <translation>Serie ohne Beschreibung</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Einzelbild</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n Einzelbild</numerusform>
            <numerusform>%n Einzelbilder</numerusform>
        </translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>angehakt</translation>
    </message>
    <message>
        <source>partly ticked</source>
        <translation>teilweise angehakt</translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation>nicht angehakt</translation>
    </message>
    <message>
        <source>No images are listed here. The series can still be ticked as a whole.</source>
        <translation>Hier sind keine Bilder aufgeführt. Die Serie lässt sich trotzdem als Ganzes anhaken.</translation>
    </message>
    <message>
        <source>Study, series, image</source>
        <translation>Studie, Serie, Bild</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Ticked</source>
        <translation>Angehakt</translation>
    </message>
    <message>
        <source>Listed by</source>
        <translation>Aufgeführt von</translation>
    </message>
    <message>
        <source>key</source>
        <comment>a key image</comment>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>key image</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message numerus="yes">
        <source>%n key images</source>
        <translation>
            <numerusform>%n Schlüsselbild</numerusform>
            <numerusform>%n Schlüsselbilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Key</source>
        <comment>a column: key images</comment>
        <translation>Schl.</translation>
    </message>
</context>
<context>
    <name>ui::TransfersDock</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>Wird empfangen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n fehlt</numerusform>
            <numerusform>%n fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>Von Ihnen angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>Abruf</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>on the page</source>
        <translation>auf der Seite</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Transfers</translation>
    </message>
    <message>
        <source>Nothing has been retrieved since the program started.</source>
        <translation>Seit dem Start des Programms wurde nichts abgerufen.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Unterbrechen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop here. Everything received is kept.</source>
        <translation>Hier aufhören. Alles Empfangene wird behalten.</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Delete what this retrieval has left on this computer</source>
        <translation>Löscht, was dieser Abruf auf diesem Computer hinterlassen hat</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Show the files in the desktop&apos;s file manager</source>
        <translation>Die Dateien im Dateiverwalter zeigen</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Dorthin</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n unterbrochen</numerusform>
            <numerusform>%n unterbrochen</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetch the missing</source>
        <translation>Fehlendes holen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Show it on the retrieval page</source>
        <translation>Auf der Abrufseite zeigen</translation>
    </message>
    <message>
        <source>It belongs to a patient or a choice that is not on the pages now</source>
        <translation>Er gehört zu einem Patienten oder einer Auswahl, die jetzt nicht auf den Seiten ist</translation>
    </message>
    <message>
        <source>Another patient?</source>
        <translation>Ein anderer Patient?</translation>
    </message>
</context>
<context>
    <name>ui::Verdict</name>
    <message>
        <source>not asked</source>
        <translation>nicht gefragt</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>unterbrochen</translation>
    </message>
</context>
<context>
    <name>ui::Words</name>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>kB</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>divers</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>viewer::ArrivedStrip</name>
    <message>
        <source>Arrived, first image of each series</source>
        <translation>Angekommen, erstes Bild jeder Serie</translation>
    </message>
</context>
<context>
    <name>viewer::Keys</name>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>First image</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last image</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Previous series</source>
        <translation>Vorige Serie</translation>
    </message>
    <message>
        <source>Next series</source>
        <translation>Nächste Serie</translation>
    </message>
    <message>
        <source>Previous tile</source>
        <translation>Vorige Kachel</translation>
    </message>
    <message>
        <source>Next tile</source>
        <translation>Nächste Kachel</translation>
    </message>
    <message>
        <source>Window and level</source>
        <translation>Fensterung</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation>Blättern</translation>
    </message>
    <message>
        <source>Magnifier</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Values in an ellipse</source>
        <translation>Werte in einer Ellipse</translation>
    </message>
    <message>
        <source>Automatic window</source>
        <translation>Automatisches Fenster</translation>
    </message>
    <message>
        <source>The file&apos;s window</source>
        <translation>Fenster der Datei</translation>
    </message>
    <message>
        <source>CT: soft tissue</source>
        <translation>CT: Weichteile</translation>
    </message>
    <message>
        <source>CT: lung</source>
        <translation>CT: Lunge</translation>
    </message>
    <message>
        <source>CT: liver</source>
        <translation>CT: Leber</translation>
    </message>
    <message>
        <source>CT: bone</source>
        <translation>CT: Knochen</translation>
    </message>
    <message>
        <source>CT: brain</source>
        <translation>CT: Hirn</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Invertieren</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Rotate left</source>
        <translation>Links drehen</translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation>Waagrecht spiegeln</translation>
    </message>
    <message>
        <source>Flip top and bottom</source>
        <translation>Senkrecht spiegeln</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit the whole picture</source>
        <translation>Ganzes Bild einpassen</translation>
    </message>
    <message>
        <source>Pixel for pixel, 1:1</source>
        <translation>Pixel für Pixel, 1:1</translation>
    </message>
    <message>
        <source>Texts: all, essential, none</source>
        <translation>Texte: alle, wesentliche, keine</translation>
    </message>
    <message>
        <source>Cine</source>
        <translation>Cine</translation>
    </message>
    <message>
        <source>Scroll together</source>
        <translation>Gemeinsam blättern</translation>
    </message>
    <message>
        <source>Reference lines</source>
        <translation>Referenzlinien</translation>
    </message>
    <message>
        <source>Mark as key image</source>
        <translation>Als Schlüsselbild markieren</translation>
    </message>
    <message>
        <source>Key images only</source>
        <translation>Nur Schlüsselbilder</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Current beside prior</source>
        <translation>Aktuell neben Voraufnahme</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Open with…</source>
        <translation>Öffnen mit…</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Back to the whole picture</source>
        <translation>Zurück zum ganzen Bild</translation>
    </message>
    <message>
        <source>Put the tool down, then back to the picture, then leave</source>
        <translation>Werkzeug weglegen, dann Ansicht zurück, dann hinaus</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>action, key</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Cine backwards</source>
        <translation>Cine rückwärts</translation>
    </message>
    <message>
        <source>Cine slower</source>
        <translation>Cine langsamer</translation>
    </message>
    <message>
        <source>Cine faster</source>
        <translation>Cine schneller</translation>
    </message>
    <message>
        <source>Smooth enlarged pictures</source>
        <translation>Vergrößerte Bilder glätten</translation>
    </message>
</context>
<context>
    <name>viewer::LightBox</name>
    <message>
        <source>Picture %1 of %2</source>
        <translation>Bild %1 von %2</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Cine %1 / s</source>
        <comment>pictures a second</comment>
        <translation>Cine %1 / s</translation>
    </message>
    <message>
        <source>Linked by steps</source>
        <translation>Schrittweise verbunden</translation>
    </message>
    <message>
        <source>Nothing at this position</source>
        <translation>Nichts an dieser Stelle</translation>
    </message>
    <message>
        <source>Linked by position</source>
        <translation>Nach Position verbunden</translation>
    </message>
    <message>
        <source>Cine backwards %1 / s</source>
        <comment>pictures a second</comment>
        <translation>Cine rückwärts %1 / s</translation>
    </message>
    <message>
        <source>%1, %2 shown</source>
        <comment>cine and its rate, the real rate</comment>
        <translation>%1, %2 gezeigt</translation>
    </message>
    <message>
        <source>Not linked: other planes</source>
        <translation>Nicht verbunden: andere Ebenen</translation>
    </message>
    <message>
        <source>Not linked: no position</source>
        <translation>Nicht verbunden: keine Position</translation>
    </message>
    <message>
        <source>Linked by distance</source>
        <translation>Nach Strecke verbunden</translation>
    </message>
    <message>
        <source>Not the same patient in all tiles</source>
        <translation>Nicht in allen Kacheln derselbe Patient</translation>
    </message>
</context>
<context>
    <name>viewer::LightBoxBar</name>
    <message>
        <source>Presentation state</source>
        <translation>Präsentationszustand</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>left drag</source>
        <translation>links ziehen</translation>
    </message>
    <message>
        <source>middle drag</source>
        <translation>Mitte ziehen</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>Window presets</source>
        <translation>Fenstervorgaben</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>rows and columns of the layout</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>Reports, Ctrl+R</source>
        <translation>Befunde, Strg+R</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>action and key, mouse</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>right drag</source>
        <translation>rechts ziehen</translation>
    </message>
    <message>
        <source>Window presets, figures</source>
        <translation>Fenstervorgaben, Ziffern</translation>
    </message>
    <message>
        <source>Speed of the cine</source>
        <translation>Tempo des Cine</translation>
    </message>
    <message>
        <source>Speed of the cine, %1 and %2</source>
        <comment>keys for slower and faster</comment>
        <translation>Tempo des Cine, %1 und %2</translation>
    </message>
    <message>
        <source>%1 / s</source>
        <comment>pictures a second</comment>
        <translation>%1 / s</translation>
    </message>
    <message>
        <source>As in the file, %1 / s</source>
        <comment>pictures a second</comment>
        <translation>Wie in der Datei, %1 / s</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
        <source>Tools for which there is no room</source>
        <translation>Werkzeuge, für die kein Platz ist</translation>
    </message>
    <message>
        <source>Hang the whole study</source>
        <translation>Ganze Studie aufhängen</translation>
    </message>
    <message>
        <source>Presentation state: %1</source>
        <translation>Präsentationszustand: %1</translation>
    </message>
</context>
<context>
    <name>viewer::Marks</name>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 mm at detector</source>
        <translation>%1 mm am Detektor</translation>
    </message>
    <message>
        <source>%1 pixels, not calibrated</source>
        <translation>%1 Pixel, nicht kalibriert</translation>
    </message>
    <message>
        <source>Area %1 mm²</source>
        <translation>Fläche %1 mm²</translation>
    </message>
    <message>
        <source>Area %1 mm² at detector</source>
        <translation>Fläche %1 mm² am Detektor</translation>
    </message>
    <message>
        <source>Area %1 square pixels, not calibrated</source>
        <translation>Fläche %1 Quadratpixel, nicht kalibriert</translation>
    </message>
    <message>
        <source>%1°</source>
        <translation>%1°</translation>
    </message>
    <message>
        <source>Mean %1, deviation %2</source>
        <translation>Mittelwert %1, Abweichung %2</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>%1 pixels</source>
        <translation>%1 Pixel</translation>
    </message>
    <message>
        <source>%1 of %2 pixels</source>
        <translation>%1 von %2 Pixeln</translation>
    </message>
</context>
<context>
    <name>viewer::ObjectView</name>
    <message>
        <source>frame %1</source>
        <translation>Einzelbild %1</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1 (nicht hier)</translation>
    </message>
    <message>
        <source>This is no picture</source>
        <translation>Dies ist kein Bild</translation>
    </message>
    <message>
        <source>A document: %1</source>
        <translation>Ein Dokument: %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Curves: %1</source>
        <translation>Kurven: %1</translation>
    </message>
    <message>
        <source>Curves are not drawn here.</source>
        <translation>Kurven werden hier nicht gezeichnet.</translation>
    </message>
    <message>
        <source>A presentation state</source>
        <translation>Ein Präsentationszustand</translation>
    </message>
    <message>
        <source>%1. It says how other images are to be seen.</source>
        <translation>%1. Er sagt, wie andere Bilder zu zeigen sind.</translation>
    </message>
    <message>
        <source>The file does not say what it is.</source>
        <translation>Die Datei sagt nicht, was sie ist.</translation>
    </message>
    <message>
        <source>The file is whole and can be handed over or opened in another program.</source>
        <translation>Die Datei ist vollständig und kann übergeben oder in einem anderen Programm geöffnet werden.</translation>
    </message>
    <message>
        <source>%1 more files are not listed here.</source>
        <translation>%1 weitere Dateien sind hier nicht aufgeführt.</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Contents as text</source>
        <translation>Inhalt als Text</translation>
    </message>
    <message>
        <source>Open with…</source>
        <translation>Öffnen mit…</translation>
    </message>
    <message>
        <source>Opens the files in another program</source>
        <translation>Öffnet die Dateien in einem anderen Programm</translation>
    </message>
    <message>
        <source>Read it here</source>
        <translation>Hier lesen</translation>
    </message>
    <message>
        <source>Shows the document beside the pictures</source>
        <translation>Zeigt das Dokument neben den Bildern</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>in Teilen</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht bestätigt</translation>
    </message>
    <message>
        <source>What the report says may name the patient.</source>
        <translation>Der Wortlaut des Berichts kann den Patienten nennen.</translation>
    </message>
</context>
<context>
    <name>viewer::SeriesModel</name>
    <message>
        <source>with key images</source>
        <translation>mit Schlüsselbildern</translation>
    </message>
    <message>
        <source>%1 of %2 arriving</source>
        <translation>%1 von %2 kommen an</translation>
    </message>
    <message>
        <source>no picture, 1 file</source>
        <translation>kein Bild, 1 Datei</translation>
    </message>
    <message>
        <source>no picture, %1 files</source>
        <translation>kein Bild, %1 Dateien</translation>
    </message>
    <message>
        <source>%1 cannot be shown</source>
        <comment>number of images</comment>
        <translation>%1 nicht darstellbar</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>%1 Bilder</translation>
    </message>
    <message>
        <source>incomplete, %1 here, number unknown</source>
        <translation>unvollständig, %1 hier, Anzahl unbekannt</translation>
    </message>
    <message>
        <source>incomplete, %1 of %2</source>
        <translation>unvollständig, %1 von %2</translation>
    </message>
    <message>
        <source>%1 missing, %2 of %3</source>
        <translation>%1 fehlen, %2 von %3</translation>
    </message>
    <message>
        <source>%1 arriving, number unknown</source>
        <translation>%1 kommen an, Anzahl unbekannt</translation>
    </message>
    <message>
        <source>%1 cannot be seen, %2</source>
        <comment>number of images; the others</comment>
        <translation>%1 nicht zu sehen, %2</translation>
    </message>
    <message>
        <source>%1 of %2 cannot be shown</source>
        <comment>number of images</comment>
        <translation>%1 von %2 nicht darstellbar</translation>
    </message>
    <message>
        <source>%1, %2 not chosen</source>
        <comment>images, number</comment>
        <translation>%1, %2 nicht gewählt</translation>
    </message>
    <message>
        <source>%1, %2 frames</source>
        <comment>images, number</comment>
        <translation>%1, %2 Einzelbilder</translation>
    </message>
    <message>
        <source>A double click hangs the whole study</source>
        <translation>Ein Doppelklick hängt die ganze Studie auf</translation>
    </message>
</context>
<context>
    <name>viewer::TagBrowser</name>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Find tag, name or value</source>
        <translation>Tag, Name oder Wert finden</translation>
    </message>
    <message>
        <source>Find in tags</source>
        <translation>In Tags finden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Keeps these tags beside those of the next images</source>
        <translation>Behält diese Tags neben denen der nächsten Bilder</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>Nur Abweichungen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the tags, T</source>
        <translation>Tags schließen, T</translation>
    </message>
    <message>
        <source>Tags of the image</source>
        <translation>Tags des Bildes</translation>
    </message>
    <message>
        <source>Tags of %1</source>
        <translation>Tags von %1</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
</context>
<context>
    <name>viewer::TagModel</name>
    <message>
        <source>Private, %1</source>
        <translation>Privat, %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>open</source>
        <comment>length of a value</comment>
        <translation>offen</translation>
    </message>
    <message>
        <source>%1
The first of %2 bytes; Ctrl+C copies more.</source>
        <translation>%1
Das Erste von %2 Bytes; Strg+C kopiert mehr.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>VR</source>
        <translation>VR</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Value kept</source>
        <translation>Wert gemerkt</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Value now</source>
        <translation>Wert jetzt</translation>
    </message>
</context>
<context>
    <name>viewer::ThumbnailStrip</name>
    <message>
        <source>Series</source>
        <translation>Serien</translation>
    </message>
</context>
<context>
    <name>viewer::Tile</name>
    <message>
        <source>Soft tissue</source>
        <translation>Weichteile</translation>
    </message>
    <message>
        <source>Lung</source>
        <translation>Lunge</translation>
    </message>
    <message>
        <source>Liver</source>
        <translation>Leber</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Brain</source>
        <translation>Gehirn</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>Wie in der Datei</translation>
    </message>
    <message>
        <source>%1 %2 / %3</source>
        <comment>preset, width, level</comment>
        <translation>%1 %2 / %3</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>Image %1 / %2</source>
        <translation>Bild %1 / %2</translation>
    </message>
    <message>
        <source>Image %1 / %2 here</source>
        <translation>Bild %1 / %2 hier</translation>
    </message>
    <message>
        <source>W %1 L %2</source>
        <comment>window width and level</comment>
        <translation>W %1 L %2</translation>
    </message>
    <message>
        <source>x %1 y %2</source>
        <comment>column and row</comment>
        <translation>x %1 y %2</translation>
    </message>
    <message>
        <source>Series %1</source>
        <translation>Serie %1</translation>
    </message>
    <message>
        <source>Location %1 mm</source>
        <translation>Position %1 mm</translation>
    </message>
    <message>
        <source>Zoom %1</source>
        <translation>Zoom %1</translation>
    </message>
    <message>
        <source>Incomplete: %1 of %2</source>
        <translation>Unvollständig: %1 von %2</translation>
    </message>
    <message>
        <source>Arriving: %1 of %2</source>
        <translation>Kommt an: %1 von %2</translation>
    </message>
    <message>
        <source>Measurements: not for diagnosis</source>
        <translation>Messungen: nicht für die Diagnose</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Key image</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>Incomplete: %1 here, number unknown</source>
        <translation>Unvollständig: %1 hier, Anzahl unbekannt</translation>
    </message>
    <message>
        <source>Arriving: %1, number unknown</source>
        <translation>Kommt an: %1, Anzahl unbekannt</translation>
    </message>
    <message>
        <source>1 file cannot be read</source>
        <translation>1 Datei ist nicht lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n files cannot be read</source>
        <translation>
            <numerusform>%n Datei ist nicht lesbar</numerusform>
            <numerusform>%n Dateien sind nicht lesbar</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 can be seen</source>
        <translation>%1 von %2 sind zu sehen</translation>
    </message>
    <message>
        <source>VOI LUT</source>
        <translation>VOI-LUT</translation>
    </message>
    <message>
        <source>VOI LUT %1</source>
        <translation>VOI-LUT %1</translation>
    </message>
    <message>
        <source>%1 of %2: the others were not chosen</source>
        <translation>%1 von %2: die anderen wurden nicht gewählt</translation>
    </message>
    <message>
        <source>Frame %1 / %2</source>
        <translation>Einzelbild %1 / %2</translation>
    </message>
    <message>
        <source>no. %1</source>
        <comment>number of an image in its series</comment>
        <translation>Nr. %1</translation>
    </message>
    <message>
        <source>Rotated by %1°</source>
        <translation>Um %1° gedreht</translation>
    </message>
    <message>
        <source>Mirrored left and right</source>
        <translation>Links und rechts gespiegelt</translation>
    </message>
    <message>
        <source>Mirrored top and bottom</source>
        <translation>Oben und unten gespiegelt</translation>
    </message>
    <message>
        <source>Not for primary diagnosis</source>
        <translation>Nicht für die Primärbefundung</translation>
    </message>
    <message>
        <source>Presentation state is for other images</source>
        <translation>Der Präsentationszustand gilt anderen Bildern</translation>
    </message>
    <message>
        <source>Delete measurement</source>
        <translation>Messung löschen</translation>
    </message>
    <message>
        <source>Delete all measurements of the image</source>
        <translation>Alle Messungen des Bildes löschen</translation>
    </message>
    <message>
        <source>Drag a series here</source>
        <translation>Serie hierher ziehen</translation>
    </message>
</context>
<context>
    <name>viewer::ViewingPanel</name>
    <message>
        <source>Series</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Noch nichts hier</translation>
    </message>
    <message>
        <source>Pictures appear as they arrive.</source>
        <translation>Bilder erscheinen, sobald sie ankommen.</translation>
    </message>
    <message>
        <source>image %1</source>
        <translation>Bild %1</translation>
    </message>
    <message>
        <source>Viewing</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>There is no picture to save.</source>
        <translation>Es gibt kein Bild zum Speichern.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Speicher reicht nicht.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>file, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>1 file cannot be read</source>
        <translation>1 Datei ist nicht lesbar</translation>
    </message>
    <message numerus="yes">
        <source>%n files cannot be read</source>
        <translation>
            <numerusform>%n Datei ist nicht lesbar</numerusform>
            <numerusform>%n Dateien sind nicht lesbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Patient %1</source>
        <translation>Patient %1</translation>
    </message>
    <message>
        <source>1 file left out: its image is here with other content</source>
        <translation>1 Datei weggelassen: ihr Bild ist mit anderem Inhalt schon hier</translation>
    </message>
    <message numerus="yes">
        <source>%n files left out: their images are here with other content</source>
        <translation>
            <numerusform>%n Datei weggelassen: ihr Bild ist mit anderem Inhalt schon hier</numerusform>
            <numerusform>%n Dateien weggelassen: ihre Bilder sind mit anderem Inhalt schon hier</numerusform>
        </translation>
    </message>
    <message>
        <source>1 copy left out</source>
        <translation>1 Kopie weggelassen</translation>
    </message>
    <message numerus="yes">
        <source>%n copies left out</source>
        <translation>
            <numerusform>%n Kopie weggelassen</numerusform>
            <numerusform>%n Kopien weggelassen</numerusform>
        </translation>
    </message>
    <message>
        <source>series %1</source>
        <translation>Serie %1</translation>
    </message>
    <message>
        <source>No image of 1 series came</source>
        <translation>Von 1 Serie kam kein Bild</translation>
    </message>
    <message numerus="yes">
        <source>No image of %n series came</source>
        <translation>
            <numerusform>Von %n Serie kam kein Bild</numerusform>
            <numerusform>Von %n Serien kam kein Bild</numerusform>
        </translation>
    </message>
    <message>
        <source>1 series is waiting</source>
        <translation>1 Serie wartet</translation>
    </message>
    <message numerus="yes">
        <source>%n series are waiting</source>
        <translation>
            <numerusform>%n Serie wartet</numerusform>
            <numerusform>%n Serien warten</numerusform>
        </translation>
    </message>
    <message>
        <source>No images to show</source>
        <translation>Keine Bilder zu zeigen</translation>
    </message>
</context>
<context>
    <name>viewer::Words</name>
    <message>
        <source>The file is whole and can be handed over or opened in another program.</source>
        <translation>Die Datei ist vollständig und kann übergeben oder in einem anderen Programm geöffnet werden.</translation>
    </message>
    <message>
        <source>This image cannot be shown</source>
        <translation>Dieses Bild ist nicht darstellbar</translation>
    </message>
    <message numerus="yes">
        <source>These %n frames cannot be shown</source>
        <comment>number of frames</comment>
        <translation>
            <numerusform>Dieses %n Einzelbild ist nicht darstellbar</numerusform>
            <numerusform>Diese %n Einzelbilder sind nicht darstellbar</numerusform>
        </translation>
    </message>
    <message>
        <source>It is %1.</source>
        <translation>Es ist %1.</translation>
    </message>
    <message>
        <source>They are %1.</source>
        <translation>Sie sind %1.</translation>
    </message>
    <message>
        <source>Its pixels are of a kind that is not drawn here.</source>
        <translation>Pixel dieser Art werden hier nicht gezeichnet.</translation>
    </message>
    <message>
        <source>There is no picture in this file</source>
        <translation>In dieser Datei ist kein Bild</translation>
    </message>
    <message>
        <source>It holds a report, a plan, a list or something else.</source>
        <translation>Sie enthält einen Befund, einen Plan, eine Liste oder etwas anderes.</translation>
    </message>
    <message>
        <source>This image is damaged</source>
        <translation>Dieses Bild ist beschädigt</translation>
    </message>
    <message>
        <source>It ends before its last row, or it contradicts itself.</source>
        <translation>Es endet vor seiner letzten Zeile, oder es widerspricht sich.</translation>
    </message>
    <message>
        <source>The file is kept as it came.</source>
        <translation>Die Datei bleibt, wie sie kam.</translation>
    </message>
    <message>
        <source>The decoder broke off at it and was started again. Other images are not touched.</source>
        <translation>Der Dekoder brach daran ab und wurde neu gestartet. Andere Bilder sind nicht betroffen.</translation>
    </message>
    <message>
        <source>This is not a DICOM file</source>
        <translation>Dies ist keine DICOM-Datei</translation>
    </message>
    <message>
        <source>This file cannot be read</source>
        <translation>Diese Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>It may have been moved or removed, or memory ran out.</source>
        <translation>Sie wurde vielleicht verschoben oder entfernt, oder der Speicher reichte nicht.</translation>
    </message>
    <message>
        <source>%1 y</source>
        <comment>age in years</comment>
        <translation>%1 J.</translation>
    </message>
    <message>
        <source>Lossy</source>
        <translation>Verlustbehaftet</translation>
    </message>
    <message>
        <source>ICC profile not applied</source>
        <translation>ICC-Profil nicht angewendet</translation>
    </message>
    <message>
        <source>Overlay in pixel bits not shown</source>
        <translation>Overlay in Pixelbits nicht gezeigt</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>State shown in part: without %1</source>
        <translation>Zustand nur zum Teil gezeigt: ohne %1</translation>
    </message>
    <message>
        <source>some drawings</source>
        <translation>einige Zeichnungen</translation>
    </message>
    <message>
        <source>bitmaps</source>
        <translation>Pixelzeichnungen</translation>
    </message>
    <message>
        <source>look-up tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>subtraction</source>
        <translation>Subtraktion</translation>
    </message>
    <message>
        <source>its section</source>
        <translation>seinen Ausschnitt</translation>
    </message>
    <message>
        <source>%1 mo</source>
        <comment>age in months</comment>
        <translation>%1 Mon.</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>age in days</comment>
        <translation>%1 T.</translation>
    </message>
    <message>
        <source>%1 kV</source>
        <translation>%1 kV</translation>
    </message>
    <message>
        <source>%1 mAs</source>
        <translation>%1 mAs</translation>
    </message>
    <message>
        <source>TR %1 ms</source>
        <translation>TR %1 ms</translation>
    </message>
    <message>
        <source>TE %1 ms</source>
        <translation>TE %1 ms</translation>
    </message>
    <message>
        <source>Acquired %1</source>
        <comment>time</comment>
        <translation>Aufgenommen %1</translation>
    </message>
    <message>
        <source>Contrast: %1</source>
        <translation>Kontrastmittel: %1</translation>
    </message>
    <message>
        <source>uncompressed, implicit little endian</source>
        <translation>unkomprimiert, implizit Little Endian</translation>
    </message>
    <message>
        <source>uncompressed, little endian</source>
        <translation>unkomprimiert, Little Endian</translation>
    </message>
    <message>
        <source>uncompressed in fragments</source>
        <translation>unkomprimiert in Fragmenten</translation>
    </message>
    <message>
        <source>deflated</source>
        <translation>mit Deflate komprimiert</translation>
    </message>
    <message>
        <source>uncompressed, big endian</source>
        <translation>unkomprimiert, Big Endian</translation>
    </message>
    <message>
        <source>deflated frames</source>
        <translation>mit Deflate komprimierte Bilder</translation>
    </message>
    <message>
        <source>JPEG lossless</source>
        <translation>JPEG verlustfrei</translation>
    </message>
    <message>
        <source>JPEG-LS lossless</source>
        <translation>JPEG-LS verlustfrei</translation>
    </message>
    <message>
        <source>JPEG 2000 lossless</source>
        <translation>JPEG 2000 verlustfrei</translation>
    </message>
    <message>
        <source>JPEG 2000 with several components</source>
        <translation>JPEG 2000 mit mehreren Komponenten</translation>
    </message>
    <message>
        <source>pixels kept at a JPIP server</source>
        <translation>Pixel auf einem JPIP-Server</translation>
    </message>
    <message>
        <source>MPEG-2 film</source>
        <translation>MPEG-2-Film</translation>
    </message>
    <message>
        <source>MPEG-4 film</source>
        <translation>MPEG-4-Film</translation>
    </message>
    <message>
        <source>HEVC film</source>
        <translation>HEVC-Film</translation>
    </message>
    <message>
        <source>JPEG XL lossless</source>
        <translation>JPEG XL verlustfrei</translation>
    </message>
    <message>
        <source>JPEG XL made from JPEG</source>
        <translation>JPEG XL aus JPEG</translation>
    </message>
    <message>
        <source>%1 cm</source>
        <translation>%1 cm</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 at detector</source>
        <translation>%1 am Detektor</translation>
    </message>
    <message>
        <source>F</source>
        <comment>female</comment>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>M</source>
        <comment>male</comment>
        <translation>männlich</translation>
    </message>
    <message>
        <source>O</source>
        <comment>other sex</comment>
        <translation>divers</translation>
    </message>
    <message>
        <source>Segment: %1</source>
        <translation>Segment: %1</translation>
    </message>
    <message>
        <source>Dose grid, no image: scale unknown</source>
        <translation>Dosisgitter, kein Bild: Maßstab unbekannt</translation>
    </message>
    <message>
        <source>Mask, no image</source>
        <translation>Maske, kein Bild</translation>
    </message>
    <message>
        <source>Series %1, image %2</source>
        <translation>Serie %1, Bild %2</translation>
    </message>
    <message>
        <source>Dose grid, no image</source>
        <translation>Dosisgitter, kein Bild</translation>
    </message>
    <message>
        <source>Dose grid, no image: relative values</source>
        <translation>Dosisgitter, kein Bild: relative Werte</translation>
    </message>
</context>
<context>
    <name>window::CountryStep</name>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Capability statement</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <source>DICOMweb search</source>
        <translation>DICOMweb-Suche</translation>
    </message>
    <message>
        <source>DICOMweb retrieve</source>
        <translation>DICOMweb-Abruf</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 antwortet.</translation>
    </message>
    <message>
        <source>The certificate of %1 is trusted.</source>
        <translation>Dem Zertifikat von %1 wird vertraut.</translation>
    </message>
    <message>
        <source>%1 uses plain http: nothing is encrypted.</source>
        <translation>%1 verwendet einfaches http: Nichts ist verschlüsselt.</translation>
    </message>
    <message>
        <source>%1. It does not name all that is needed.</source>
        <translation>%1. Nicht alles Nötige wird genannt.</translation>
    </message>
    <message>
        <source>QIDO-RS answers as it should.</source>
        <translation>QIDO-RS antwortet ordnungsgemäß.</translation>
    </message>
    <message>
        <source>%1 (file)</source>
        <comment>the name of a profile</comment>
        <translation>%1 (Datei)</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>User and password</source>
        <translation>Benutzer und Passwort</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>built in, this computer</source>
        <translation>eingebaut, dieser Computer</translation>
    </message>
    <message>
        <source>NCPeH API %1</source>
        <translation>NCPeH API %1</translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>Heute %1</translation>
    </message>
    <message>
        <source>No country yet</source>
        <translation>Noch kein Land</translation>
    </message>
    <message>
        <source>A profile holds a contact point&apos;s addresses, identifier masks and trust.</source>
        <translation>Ein Profil enthält Adressen, Muster der Kennungen und Vertrauen einer Kontaktstelle.</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>Nicht verschlüsselt</translation>
    </message>
    <message>
        <source>Store %1</source>
        <translation>Ablage %1</translation>
    </message>
    <message>
        <source>Import a profile</source>
        <translation>Ein Profil importieren</translation>
    </message>
    <message>
        <source>Profiles (*.json)</source>
        <translation>Profile (*.json)</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfung läuft</translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation>%1, Dauer %2</translation>
    </message>
    <message>
        <source>Whoever sits on the way can read and change what is sent and what comes.</source>
        <translation>Wer auf dem Weg sitzt, kann lesen und ändern, was gesendet wird und was kommt.</translation>
    </message>
    <message>
        <source>Use it within this computer only. Else ask the contact point for an https address.</source>
        <translation>Verwenden Sie das nur innerhalb dieses Rechners. Sonst bitten Sie die Kontaktstelle um eine https-Adresse.</translation>
    </message>
    <message>
        <source>What is sent and what comes is encrypted, and the other end is whom its certificate names.</source>
        <translation>Was gesendet wird und was kommt, ist verschlüsselt, und die Gegenstelle ist die, die ihr Zertifikat nennt.</translation>
    </message>
    <message>
        <source>Searches for a patient may be answered all the same.</source>
        <translation>Suchen nach einem Patienten werden vielleicht trotzdem beantwortet.</translation>
    </message>
    <message>
        <source>Go on. Where a search fails, show this to the contact point.</source>
        <translation>Fahren Sie fort. Scheitert eine Suche, zeigen Sie dies der Kontaktstelle.</translation>
    </message>
    <message>
        <source>WADO-RS answers.</source>
        <translation>WADO-RS antwortet.</translation>
    </message>
    <message>
        <source>No answer in %1.</source>
        <translation>Keine Antwort innerhalb von %1.</translation>
    </message>
    <message>
        <source>Status %1, %2 bytes</source>
        <comment>HTTP status, length of the body</comment>
        <translation>Status %1, %2 Bytes</translation>
    </message>
</context>
<context>
    <name>window::DifferenceReading</name>
    <message>
        <source>Reports and key images</source>
        <translation>Befunde und Schlüsselbilder</translation>
    </message>
    <message>
        <source>Two wordings of one study</source>
        <translation>Zwei Formulierungen einer Studie</translation>
    </message>
    <message>
        <source>Numbers of two authorities</source>
        <translation>Nummern zweier Stellen</translation>
    </message>
    <message>
        <source>Open: %1 lists %2 more</source>
        <translation>Offen: %1 führt %2 mehr auf</translation>
    </message>
    <message>
        <source>Open: nothing tells which is right</source>
        <translation>Offen: Nichts sagt, was stimmt</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Study</source>
        <comment>a group</comment>
        <translation>Studie</translation>
    </message>
    <message>
        <source>%1 gives another %2.</source>
        <translation>Laut %1 weicht ab: %2.</translation>
    </message>
    <message>
        <source>Not the %1 of the confirmed patient.</source>
        <translation>Weicht vom bestätigten Patienten ab: %1.</translation>
    </message>
    <message>
        <source>As clocks of two time zones</source>
        <translation>Wie Uhren zweier Zeitzonen</translation>
    </message>
    <message>
        <source>Open: nothing tells whose number it is</source>
        <translation>Offen: nichts sagt, wessen Nummer es ist</translation>
    </message>
    <message>
        <source>Where to get it</source>
        <translation>Woher es kommt</translation>
    </message>
    <message>
        <source>Series</source>
        <comment>a group</comment>
        <translation>Serien</translation>
    </message>
</context>
<context>
    <name>window::LeftRetrievals</name>
    <message>
        <source>%1, %2</source>
        <comment>date, time</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 of %2 images are whole</source>
        <translation>%1 von %2 Bildern sind vollständig</translation>
    </message>
    <message numerus="yes">
        <source>%n images are whole</source>
        <translation>
            <numerusform>%n Bild ist vollständig</numerusform>
            <numerusform>%n Bilder sind vollständig</numerusform>
        </translation>
    </message>
    <message>
        <source>A retrieval was paused.</source>
        <translation>Ein Abruf wurde unterbrochen.</translation>
    </message>
    <message>
        <source>A retrieval was cut off.</source>
        <translation>Ein Abruf brach ab.</translation>
    </message>
    <message>
        <source>You left it at %1. %2</source>
        <translation>Sie haben ihn um %1 verlassen. %2</translation>
    </message>
    <message>
        <source>Power or program ended at %1. %2</source>
        <translation>Strom oder Programm endeten um %1. %2</translation>
    </message>
    <message numerus="yes">
        <source>%n half files will be removed.</source>
        <translation>
            <numerusform>%n halbe Datei wird entfernt.</numerusform>
            <numerusform>%n halbe Dateien werden entfernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing tells from which country it came: it was not begun in this window. Retrieve the study again, or delete what came.</source>
        <translation>Nichts sagt, aus welchem Land er kam: Er wurde nicht in diesem Fenster begonnen. Rufen Sie die Studie erneut ab oder löschen Sie, was kam.</translation>
    </message>
    <message>
        <source>The profile &quot;%1&quot; is not on this computer. Import it to resume, or delete what came.</source>
        <translation>Das Profil „%1“ ist nicht auf diesem Computer. Importieren Sie es zum Fortsetzen oder löschen Sie, was kam.</translation>
    </message>
    <message>
        <source>Confirm the patient again and receive the rest, or delete everything that came.</source>
        <translation>Bestätigen Sie den Patienten erneut und empfangen Sie den Rest, oder löschen Sie alles, was kam.</translation>
    </message>
    <message>
        <source>Receive the rest, or delete everything that came.</source>
        <translation>Empfangen Sie den Rest oder löschen Sie alles, was kam.</translation>
    </message>
    <message numerus="yes">
        <source>%n more are listed in Transfers, F9.</source>
        <translation>
            <numerusform>%n weiterer steht unter Transfers, F9.</numerusform>
            <numerusform>%n weitere stehen unter Transfers, F9.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Aus %1</translation>
    </message>
    <message>
        <source>Retrieval record</source>
        <translation>Abrufprotokoll</translation>
    </message>
    <message>
        <source>Confirm the patient to resume. Who it was is not kept on this computer; every image is compared with whom you confirm.</source>
        <translation>Bestätigen Sie zum Fortsetzen den Patienten. Wer es war, wird auf diesem Computer nicht festgehalten; jedes Bild wird mit dem verglichen, den Sie bestätigen.</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n images?</source>
        <translation>
            <numerusform>%n Bild löschen?</numerusform>
            <numerusform>%n Bilder löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are removed from this computer and can only be received again.</source>
        <translation>Sie werden von diesem Computer entfernt und können nur erneut empfangen werden.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Files of another patient?</source>
        <translation>Dateien eines anderen Patienten?</translation>
    </message>
    <message>
        <source>A retrieval met another patient at %1 and was stopped. What there is of the study is set apart and not shown.</source>
        <translation>Ein Abruf stieß um %1 auf einen anderen Patienten und wurde angehalten. Was von der Studie da ist, ist beiseitegelegt und wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>Delete it, unless the contact point wants to look at it first. The decision is recorded.</source>
        <translation>Löschen Sie es, es sei denn, die Kontaktstelle will es erst ansehen. Die Entscheidung wird festgehalten.</translation>
    </message>
    <message>
        <source>Delete what is set apart?</source>
        <translation>Beiseitegelegtes löschen?</translation>
    </message>
</context>
<context>
    <name>window::PatientStep</name>
    <message>
        <source>the identifier</source>
        <translation>die Kennung</translation>
    </message>
    <message>
        <source>the family name</source>
        <translation>der Familienname</translation>
    </message>
    <message>
        <source>the given names</source>
        <translation>die Vornamen</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>der Name</translation>
    </message>
    <message>
        <source>the birth date</source>
        <translation>das Geburtsdatum</translation>
    </message>
    <message>
        <source>the gender</source>
        <translation>das Geschlecht</translation>
    </message>
    <message>
        <source>The server answered and found no one.</source>
        <translation>Der Server antwortete und fand niemanden.</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n Kandidat</numerusform>
            <numerusform>%n Kandidaten</numerusform>
        </translation>
    </message>
    <message>
        <source>a part of the question</source>
        <translation>ein Teil der Frage</translation>
    </message>
    <message>
        <source>%1 ignored %2</source>
        <comment>country, fields of the form</comment>
        <translation>%1 hat nicht beachtet: %2</translation>
    </message>
    <message>
        <source>The answer does not say that %1 was used. The candidates may be wider than you asked.</source>
        <translation>Dass auch dies verwendet wurde, sagt die Antwort nicht: %1. Es können mehr Kandidaten sein, als gefragt waren.</translation>
    </message>
    <message>
        <source>What was not used</source>
        <translation>Was nicht verwendet wurde</translation>
    </message>
    <message>
        <source>The list of candidates is cut off</source>
        <translation>Die Liste der Kandidaten ist abgeschnitten</translation>
    </message>
    <message>
        <source>More people may fit. Add a birth date or an identifier.</source>
        <translation>Es können mehr Personen passen. Fügen Sie ein Geburtsdatum oder eine Kennung hinzu.</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Emergency treatment</source>
        <translation>Notfallbehandlung</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Behandlung</translation>
    </message>
    <message>
        <source>Confirmed %1</source>
        <translation>Bestätigt %1</translation>
    </message>
    <message>
        <source>Confirmed %1: %2</source>
        <translation>Bestätigt %1: %2</translation>
    </message>
    <message>
        <source>The answer came with remarks</source>
        <translation>Zur Antwort kamen Hinweise</translation>
    </message>
    <message>
        <source>The server warned of something, or a record could not be read and is not listed.</source>
        <translation>Der Server warnte vor etwas, oder ein Datensatz war nicht lesbar und ist nicht aufgeführt.</translation>
    </message>
    <message>
        <source>The remarks</source>
        <translation>Die Hinweise</translation>
    </message>
    <message>
        <source>10 digits, the first six are the date of birth</source>
        <translation>10 Ziffern, die ersten sechs sind das Geburtsdatum</translation>
    </message>
    <message>
        <source>2 letters and 8 digits</source>
        <translation>2 Buchstaben und 8 Ziffern</translation>
    </message>
    <message>
        <source>date of birth, hyphen, 4 digits</source>
        <translation>Geburtsdatum, Bindestrich, 4 Ziffern</translation>
    </message>
    <message>
        <source>H, 7 digits and a digit or X</source>
        <translation>H, 7 Ziffern und eine Ziffer oder X</translation>
    </message>
    <message>
        <source>Patient A</source>
        <translation>Patient A</translation>
    </message>
</context>
<context>
    <name>window::Reports</name>
    <message>
        <source>No date</source>
        <translation>Ohne Datum</translation>
    </message>
    <message>
        <source>final</source>
        <translation>endgültig</translation>
    </message>
    <message>
        <source>preliminary</source>
        <translation>vorläufig</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>angekündigt</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>korrigiert</translation>
    </message>
    <message>
        <source>with an addendum</source>
        <translation>mit Nachtrag</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>storniert</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>Listed</source>
        <translation>Aufgeführt</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>Befundet</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Key image</source>
        <translation>Schlüsselbild</translation>
    </message>
    <message>
        <source>Linked by Study UID and accession number</source>
        <translation>Über Study UID und Auftragsnummer</translation>
    </message>
    <message>
        <source>Linked by Study UID</source>
        <translation>Über Study UID</translation>
    </message>
    <message>
        <source>Linked by accession number only</source>
        <translation>Nur über die Auftragsnummer</translation>
    </message>
    <message>
        <source>Compares with this study. %1</source>
        <translation>Vergleicht mit dieser Studie. %1</translation>
    </message>
    <message>
        <source>Page %1 cannot be shown. %2</source>
        <translation>Seite %1 ist nicht darstellbar. %2</translation>
    </message>
    <message>
        <source>This PDF cannot be shown</source>
        <translation>Dieses PDF ist nicht darstellbar</translation>
    </message>
    <message>
        <source>It is kept as it came and can be saved.</source>
        <translation>Es bleibt, wie es kam, und lässt sich speichern.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>The pages hold no text, only pictures.</source>
        <translation>Die Seiten enthalten keinen Text, nur Bilder.</translation>
    </message>
    <message>
        <source>Asking for reports…</source>
        <translation>Befunde werden erfragt…</translation>
    </message>
    <message>
        <source>Reports could not be asked for. %1.</source>
        <translation>Befunde konnten nicht erfragt werden. %1.</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Reading the text of the pages…</source>
        <translation>Der Text der Seiten wird gelesen…</translation>
    </message>
    <message>
        <source>Opening the PDF…</source>
        <translation>Das PDF wird geöffnet…</translation>
    </message>
    <message>
        <source>Asking for the report…</source>
        <translation>Der Befund wird erfragt…</translation>
    </message>
    <message>
        <source>Enclosed PDF</source>
        <translation>Enthaltenes PDF</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>This report cannot be shown safely</source>
        <translation>Dieser Befund lässt sich nicht sicher zeigen</translation>
    </message>
    <message>
        <source>It carries scripts or files that a report must not have.</source>
        <translation>Er enthält Skripte oder Dateien, die ein Befund nicht haben darf.</translation>
    </message>
    <message>
        <source>Save it.</source>
        <translation>Speichern Sie ihn.</translation>
    </message>
    <message>
        <source>Save it, or read its plain text.</source>
        <translation>Speichern Sie ihn oder lesen Sie seinen reinen Text.</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Reiner Text</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>This report cannot be read here</source>
        <translation>Dieser Befund ist hier nicht lesbar</translation>
    </message>
    <message>
        <source>Another patient?</source>
        <translation>Ein anderer Patient?</translation>
    </message>
    <message>
        <source>This report was withdrawn</source>
        <translation>Dieser Befund wurde zurückgezogen</translation>
    </message>
    <message>
        <source>Its author says that it is not valid.</source>
        <translation>Laut Verfasser gilt er nicht.</translation>
    </message>
    <message>
        <source>Not the report that was announced</source>
        <translation>Nicht der angekündigte Befund</translation>
    </message>
    <message>
        <source>Its bytes are not those that its reference describes.</source>
        <translation>Seine Bytes sind nicht die, die der Verweis beschreibt.</translation>
    </message>
    <message>
        <source>This report is preliminary</source>
        <translation>Dieser Befund ist vorläufig</translation>
    </message>
    <message>
        <source>It may change.</source>
        <translation>Er kann sich ändern.</translation>
    </message>
    <message>
        <source>A study that is not in the list</source>
        <translation>Eine Studie, die nicht in der Liste steht</translation>
    </message>
    <message>
        <source>Key image %1, not received yet</source>
        <translation>Schlüsselbild %1, noch nicht empfangen</translation>
    </message>
    <message>
        <source>Key image %1: %2</source>
        <translation>Schlüsselbild %1: %2</translation>
    </message>
    <message>
        <source>In %1, as sent.</source>
        <translation>In %1, wie gesendet.</translation>
    </message>
    <message>
        <source>By %1.</source>
        <translation>Von %1.</translation>
    </message>
    <message>
        <source>Not linked to any study of the list.</source>
        <translation>Keiner Studie der Liste zugeordnet.</translation>
    </message>
    <message>
        <source>Not shown: %1</source>
        <translation>Nicht gezeigt: %1</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Save as received</source>
        <translation>Wie empfangen speichern</translation>
    </message>
    <message>
        <source>report</source>
        <translation>befund</translation>
    </message>
    <message>
        <source>The report was saved</source>
        <translation>Der Befund wurde gespeichert</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
    <message>
        <source>Mentioned</source>
        <translation>Erwähnt</translation>
    </message>
    <message>
        <source>Its text mentions this study</source>
        <translation>Sein Text erwähnt diese Studie</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>Das Dokument wird geöffnet…</translation>
    </message>
    <message>
        <source>This report was changed after it had been signed</source>
        <translation>Dieser Befund wurde nach der Unterschrift geändert</translation>
    </message>
    <message>
        <source>It is the version that holds now.</source>
        <translation>Es ist die jetzt gültige Fassung.</translation>
    </message>
    <message>
        <source>An addendum changes this report</source>
        <translation>Ein Nachtrag ändert diesen Befund</translation>
    </message>
    <message>
        <source>It is of %1.</source>
        <translation>Er ist vom %1.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>There is a newer version of this report</source>
        <translation>Es gibt eine neuere Fassung dieses Befunds</translation>
    </message>
    <message>
        <source>This is an addendum</source>
        <translation>Dies ist ein Nachtrag</translation>
    </message>
    <message>
        <source>It adds to another report.</source>
        <translation>Er ergänzt einen anderen Befund.</translation>
    </message>
    <message>
        <source>Open that report</source>
        <translation>Jenen Befund öffnen</translation>
    </message>
    <message>
        <source>The %1 below it came with the document, not from Borderlight.</source>
        <translation>Die Fassung darunter (%1) kam mit dem Dokument, nicht von Borderlight.</translation>
    </message>
    <message>
        <source>The report or its reference names somebody else than the confirmed patient.</source>
        <translation>Der Befund oder der Verweis auf ihn nennt jemand anderen als den bestätigten Patienten.</translation>
    </message>
    <message>
        <source>The list of reports is cut off; there may be more.</source>
        <translation>Die Liste der Befunde ist abgeschnitten; es kann mehr geben.</translation>
    </message>
    <message>
        <source>The report gives another %1: %2.</source>
        <translation>Laut Befund weicht ab: %1 %2.</translation>
    </message>
    <message>
        <source>Compare it with your patient before you read it.</source>
        <translation>Vergleichen Sie ihn mit Ihrem Patienten, bevor Sie ihn lesen.</translation>
    </message>
    <message>
        <source>Read it all the same</source>
        <translation>Trotzdem lesen</translation>
    </message>
    <message>
        <source>The rest of the list could not be read: %1</source>
        <translation>Der Rest der Liste konnte nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>The list of reports is cut off</source>
        <translation>Die Liste der Befunde ist abgeschnitten</translation>
    </message>
    <message>
        <source>More reports may exist.</source>
        <translation>Es kann weitere Befunde geben.</translation>
    </message>
    <message>
        <source>Ask for the rest</source>
        <translation>Den Rest erfragen</translation>
    </message>
    <message>
        <source>Why it stopped</source>
        <translation>Warum sie endete</translation>
    </message>
    <message>
        <source>The list of reports came with remarks</source>
        <translation>Zur Liste der Befunde kamen Hinweise</translation>
    </message>
    <message>
        <source>It may hold more or less than was asked for.</source>
        <translation>Sie kann mehr oder weniger enthalten, als gefragt war.</translation>
    </message>
    <message>
        <source>The remarks</source>
        <translation>Die Hinweise</translation>
    </message>
    <message>
        <source>This report is of another study</source>
        <translation>Dieser Befund gehört zu einer anderen Studie</translation>
    </message>
    <message>
        <source>One of the two is not in the list of studies.</source>
        <translation>Eine der beiden steht nicht in der Liste der Studien.</translation>
    </message>
    <message>
        <source>It is of %1. The pictures are of %2.</source>
        <translation>Er gehört zu %1. Die Bilder gehören zu %2.</translation>
    </message>
    <message>
        <source>Open the report of these pictures</source>
        <translation>Befund zu diesen Bildern öffnen</translation>
    </message>
    <message>
        <source>No report is linked to their study.</source>
        <translation>Mit ihrer Studie ist kein Befund verknüpft.</translation>
    </message>
    <message>
        <source>The DICOM document is part of it.</source>
        <translation>Das DICOM-Dokument ist ein Teil davon.</translation>
    </message>
    <message>
        <source>The manifest lists its contents.</source>
        <translation>Das Manifest listet ihren Inhalt auf.</translation>
    </message>
    <message>
        <source>The DocumentReference names it.</source>
        <translation>Die DocumentReference nennt sie.</translation>
    </message>
    <message>
        <source>Another document with the same accession number names it.</source>
        <translation>Ein anderes Dokument mit derselben Auftragsnummer nennt sie.</translation>
    </message>
    <message>
        <source>It has the accession number of the report.</source>
        <translation>Sie hat die Auftragsnummer des Befunds.</translation>
    </message>
    <message>
        <source>The report says that it is about it.</source>
        <translation>Der Befund sagt, dass er von ihr handelt.</translation>
    </message>
    <message>
        <source>A section of the report is about it.</source>
        <translation>Ein Abschnitt des Befunds handelt von ihr.</translation>
    </message>
    <message>
        <source>The report compares with it.</source>
        <translation>Der Befund vergleicht mit ihr.</translation>
    </message>
    <message>
        <source>The report encloses a description of it.</source>
        <translation>Der Befund enthält eine Beschreibung von ihr.</translation>
    </message>
    <message>
        <source>A key image is of it.</source>
        <translation>Ein Schlüsselbild stammt aus ihr.</translation>
    </message>
    <message>
        <source>The report&apos;s catalog of DICOM objects lists it.</source>
        <translation>Das Verzeichnis der DICOM-Objekte im Befund führt sie auf.</translation>
    </message>
    <message>
        <source>The report documents this examination.</source>
        <translation>Der Befund dokumentiert diese Untersuchung.</translation>
    </message>
    <message>
        <source>The text of its pages prints the Study UID.</source>
        <translation>Auf seinen Seiten ist die Study UID gedruckt.</translation>
    </message>
    <message>
        <source>The text of its pages prints the accession number.</source>
        <translation>Auf seinen Seiten ist die Auftragsnummer gedruckt.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Your patient and the report</source>
        <translation>Ihr Patient und der Befund</translation>
    </message>
    <message>
        <source>Document among the images</source>
        <translation>Dokument bei den Bildern</translation>
    </message>
    <message>
        <source>The study of these pictures</source>
        <translation>Die Untersuchung dieser Bilder</translation>
    </message>
    <message>
        <source>The report gives another %1.</source>
        <translation>Laut Befund weicht ab: %1.</translation>
    </message>
    <message>
        <source>Reports could not be asked for. %1 does not list documents (404).</source>
        <translation>Befunde konnten nicht erfragt werden. %1 listet keine Dokumente auf (404).</translation>
    </message>
    <message>
        <source>It is not in the list of reports.</source>
        <translation>Er steht nicht in der Liste der Befunde.</translation>
    </message>
</context>
<context>
    <name>window::RetrievalStep</name>
    <message>
        <source>&amp;Pause or resume receiving</source>
        <translation>Empfang &amp;unterbrechen oder fortsetzen</translation>
    </message>
    <message>
        <source>PACS, direct</source>
        <translation>PACS, direkt</translation>
    </message>
    <message>
        <source>NCPeH</source>
        <translation>NCPeH</translation>
    </message>
    <message>
        <source>Waiting for the first image</source>
        <translation>Das erste Bild wird erwartet</translation>
    </message>
    <message>
        <source>no address given</source>
        <translation>keine Adresse genannt</translation>
    </message>
    <message>
        <source>direct refused: not in the profile</source>
        <translation>direkt abgelehnt: nicht im Profil</translation>
    </message>
    <message>
        <source>address given, %1</source>
        <translation>Adresse genannt, %1</translation>
    </message>
    <message>
        <source>location of the profile, %1</source>
        <translation>Ort laut Profil, %1</translation>
    </message>
    <message>
        <source>Direct way refused, going through the NCPeH.</source>
        <translation>Direkter Weg abgelehnt, es geht über den NCPeH.</translation>
    </message>
    <message>
        <source>An address is not among the profile&apos;s origins, or none was given. Nothing was sent to it, the token went nowhere else.</source>
        <translation>Eine Adresse gehört nicht zu den Ursprüngen des Profils, oder es wurde keine genannt. Dorthin wurde nichts gesendet, das Token ging nirgends sonst hin.</translation>
    </message>
    <message>
        <source>How the addresses were found</source>
        <translation>Wie die Adressen gefunden wurden</translation>
    </message>
    <message>
        <source>%1, report</source>
        <translation>%1, Bericht</translation>
    </message>
    <message>
        <source>%1, journal</source>
        <translation>%1, Journal</translation>
    </message>
    <message>
        <source>Save the record</source>
        <translation>Das Protokoll speichern</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 missing</source>
        <translation>%1, %2 fehlen</translation>
    </message>
    <message>
        <source>Paused, %1</source>
        <translation>Unterbrochen, %1</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>Nicht verschlüsselt</translation>
    </message>
    <message>
        <source>Store %1</source>
        <translation>Ablage %1</translation>
    </message>
    <message numerus="yes">
        <source>%n images, whole</source>
        <translation>
            <numerusform>%n Bild, vollständig</numerusform>
            <numerusform>%n Bilder, vollständig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images came that were not asked for</source>
        <translation>
            <numerusform>%n Bild kam, das nicht angefordert war</numerusform>
            <numerusform>%n Bilder kamen, die nicht angefordert waren</numerusform>
        </translation>
    </message>
    <message>
        <source>They belong to the same study. They are kept and not counted.</source>
        <translation>Sie gehören zur selben Studie. Sie werden behalten und nicht mitgezählt.</translation>
    </message>
    <message>
        <source>Incomplete. What came is whole; what is missing is named below.</source>
        <translation>Unvollständig. Was kam, ist vollständig; was fehlt, steht unten.</translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n fehlt</numerusform>
            <numerusform>%n fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message numerus="yes">
        <source>%n studies could not be retrieved.</source>
        <translation>
            <numerusform>%n Studie konnte nicht abgerufen werden.</numerusform>
            <numerusform>%n Studien konnten nicht abgerufen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>series %1, %2</source>
        <translation>Serie %1, %2</translation>
    </message>
    <message>
        <source>series %1</source>
        <translation>Serie %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: image %2, %3</source>
        <translation>%1: Bild %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n more series lack images.</source>
        <translation>
            <numerusform>%n weiterer Serie fehlen Bilder.</numerusform>
            <numerusform>%n weiteren Serien fehlen Bilder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tried %n times again.</source>
        <translation>
            <numerusform>%n Mal erneut versucht.</numerusform>
            <numerusform>%n Mal erneut versucht.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 refused the sign-in from then on (401).</source>
        <translation>%1 hat die Anmeldung von da an abgelehnt (401).</translation>
    </message>
    <message>
        <source>Renew the sign-in of the profile, then fetch what is missing. What came is whole.</source>
        <translation>Erneuern Sie die Anmeldung des Profils und holen Sie dann, was fehlt. Was kam, ist vollständig.</translation>
    </message>
    <message>
        <source>Incomplete: %1 of %2.</source>
        <translation>Unvollständig: %1 von %2.</translation>
    </message>
    <message>
        <source>Fetch the rest</source>
        <translation>Den Rest holen</translation>
    </message>
    <message>
        <source>Fetch only this one</source>
        <translation>Nur dieses eine holen</translation>
    </message>
    <message>
        <source>Fetch only these %1</source>
        <translation>Nur diese %1 holen</translation>
    </message>
    <message>
        <source>Which images, and what the server said</source>
        <translation>Welche Bilder, und was der Server sagte</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>View anyway</source>
        <translation>Trotzdem ansehen</translation>
    </message>
    <message numerus="yes">
        <source>Stopped by you. %n images are here and whole.</source>
        <translation>
            <numerusform>Von Ihnen angehalten. %n Bild ist hier und vollständig.</numerusform>
            <numerusform>Von Ihnen angehalten. %n Bilder sind hier und vollständig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>Von Ihnen angehalten</translation>
    </message>
    <message>
        <source>What came is kept. Resuming fetches only what is missing.</source>
        <translation>Was kam, wird behalten. Beim Fortsetzen wird nur geholt, was fehlt.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>The disk is nearly full.</source>
        <translation>Der Datenträger ist fast voll.</translation>
    </message>
    <message>
        <source>%1 are free, about %2 are still to come, %3 are kept in reserve.</source>
        <translation>%1 sind frei, etwa %2 stehen noch aus, %3 bleiben als Reserve.</translation>
    </message>
    <message numerus="yes">
        <source>Make room, or choose another folder. All %n files received are whole.</source>
        <translation>
            <numerusform>Schaffen Sie Platz oder wählen Sie einen anderen Ordner. Die %n empfangene Datei ist vollständig.</numerusform>
            <numerusform>Schaffen Sie Platz oder wählen Sie einen anderen Ordner. Alle %n empfangenen Dateien sind vollständig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Other folder…</source>
        <translation>Anderer Ordner…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Keep receiving</source>
        <translation>Weiter empfangen</translation>
    </message>
    <message>
        <source>Pause and quit</source>
        <translation>Unterbrechen und beenden</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Abbrechen und beenden</translation>
    </message>
    <message>
        <source>The next start offers to receive the rest</source>
        <translation>Der nächste Start bietet an, den Rest zu empfangen</translation>
    </message>
    <message>
        <source>What came is kept; the rest is not offered again</source>
        <translation>Was kam, wird behalten; der Rest wird nicht wieder angeboten</translation>
    </message>
    <message>
        <source>Nothing is being received any more</source>
        <translation>Es wird nichts mehr empfangen</translation>
    </message>
    <message>
        <source>What came is kept.</source>
        <translation>Was kam, wird behalten.</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Receiving from %1</source>
        <translation>Empfang aus %1</translation>
    </message>
    <message>
        <source>%1 of %2 images are here.</source>
        <translation>%1 von %2 Bildern sind hier.</translation>
    </message>
    <message numerus="yes">
        <source>%n images are here.</source>
        <translation>
            <numerusform>%n Bild ist hier.</numerusform>
            <numerusform>%n Bilder sind hier.</numerusform>
        </translation>
    </message>
    <message>
        <source>chosen by you</source>
        <translation>von Ihnen gewählt</translation>
    </message>
    <message>
        <source>only address given</source>
        <translation>einzige genannte Adresse</translation>
    </message>
    <message>
        <source>A file carries another %1: %2.</source>
        <translation>Eine Datei weicht ab: %1 %2.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>Welche Bilder</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>Alles löschen</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n images?</source>
        <translation>
            <numerusform>%n Bild löschen?</numerusform>
            <numerusform>%n Bilder löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are removed from this computer and can only be received again.</source>
        <translation>Sie werden von diesem Computer entfernt und können nur erneut empfangen werden.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message numerus="yes">
        <source>%n files of the study are set apart and not shown.</source>
        <translation>
            <numerusform>%n Datei der Studie ist beiseitegelegt und wird nicht gezeigt.</numerusform>
            <numerusform>%n Dateien der Studie sind beiseitegelegt und werden nicht gezeigt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the %n files</source>
        <translation>
            <numerusform>Die Datei löschen</numerusform>
            <numerusform>Die %n Dateien löschen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files were deleted</source>
        <translation>
            <numerusform>%n Datei wurde gelöscht</numerusform>
            <numerusform>%n Dateien wurden gelöscht</numerusform>
        </translation>
    </message>
    <message>
        <source>They named another patient, or came with such a file. The journal of the study says that you deleted them.</source>
        <translation>Sie nannten einen anderen Patienten oder kamen mit einer solchen Datei. Im Journal der Studie steht, dass Sie sie gelöscht haben.</translation>
    </message>
    <message>
        <source>Incomplete. What came is whole; no list names what is missing.</source>
        <translation>Unvollständig. Was kam, ist vollständig; keine Liste nennt, was fehlt.</translation>
    </message>
    <message>
        <source>Not everything came.</source>
        <translation>Nicht alles kam.</translation>
    </message>
    <message>
        <source>Nothing can be stored.</source>
        <translation>Nichts kann gespeichert werden.</translation>
    </message>
    <message>
        <source>Choose another folder, or mend its rights, then try again.</source>
        <translation>Wählen Sie einen anderen Ordner, oder ändern Sie seine Rechte; versuchen Sie es dann noch einmal.</translation>
    </message>
    <message numerus="yes">
        <source>%1 lacks %n images that nobody numbers.</source>
        <translation>
            <numerusform>%1: es fehlt %n Bild, das niemand nummeriert.</numerusform>
            <numerusform>%1: es fehlen %n Bilder, die niemand nummeriert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a number</source>
        <translation>
            <numerusform>%n ohne Nummer</numerusform>
            <numerusform>%n ohne Nummer</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 lacks image %2.</source>
        <comment>series, number</comment>
        <translation>%1: es fehlt Bild %2.</translation>
    </message>
    <message>
        <source>%1 lacks images %2.</source>
        <comment>series, numbers</comment>
        <translation>%1: es fehlen die Bilder %2.</translation>
    </message>
    <message>
        <source>Look at it knowing that it is incomplete. It cannot be handed over without your word.</source>
        <translation>Sehen Sie es an im Wissen, dass es unvollständig ist. Ohne Ihr Wort kann es nicht übergeben werden.</translation>
    </message>
    <message>
        <source>direct refused: unknown location</source>
        <translation>direkt abgelehnt: unbekannter Ort</translation>
    </message>
    <message>
        <source>direct refused: a placeholder</source>
        <translation>direkt abgelehnt: ein Platzhalter</translation>
    </message>
    <message>
        <source>Skip this study</source>
        <translation>Diese Studie überspringen</translation>
    </message>
    <message>
        <source>a placeholder is given as address</source>
        <translation>ein Platzhalter als Adresse genannt</translation>
    </message>
    <message>
        <source>a location is given, known to the profile</source>
        <translation>ein Ort genannt, dem Profil bekannt</translation>
    </message>
    <message>
        <source>a location is given, no address</source>
        <translation>ein Ort genannt, keine Adresse</translation>
    </message>
    <message>
        <source>A file carries another %1.</source>
        <translation>Eine Datei weicht ab: %1.</translation>
    </message>
    <message>
        <source>The record was saved</source>
        <translation>Das Protokoll wurde gespeichert</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>window::SelectionStep</name>
    <message>
        <source>META</source>
        <comment>a tag: WADO-RS metadata</comment>
        <translation>META</translation>
    </message>
    <message>
        <source>FHIR ImagingStudy</source>
        <translation>FHIR ImagingStudy</translation>
    </message>
    <message>
        <source>QIDO-RS</source>
        <translation>QIDO-RS</translation>
    </message>
    <message>
        <source>WADO-RS metadata, of every image</source>
        <translation>WADO-RS-Metadaten jedes Bildes</translation>
    </message>
    <message>
        <source>Document (manifest)</source>
        <translation>Dokument (Manifest)</translation>
    </message>
    <message>
        <source>Estimate: rows, columns and bits of each image as its list tells them, uncompressed. Real bytes replace it as they come.</source>
        <translation>Schätzung: Zeilen, Spalten und Bits jedes Bildes laut seiner Liste, unkomprimiert. Die wirklichen Bytes treten an ihre Stelle, sobald sie kommen.</translation>
    </message>
    <message>
        <source>Estimate: no list tells how large the images are, so each is counted as a usual one. Real bytes replace it as they come.</source>
        <translation>Schätzung: Keine Liste nennt die Größe der Bilder, jedes zählt daher als übliches. Die wirklichen Bytes treten an ihre Stelle, sobald sie kommen.</translation>
    </message>
    <message>
        <source>Estimate: the size of %1 images is told by their list, %2 are counted as usual ones. Real bytes replace it as they come.</source>
        <translation>Schätzung: Für %1 Bilder nennt die Liste die Größe, %2 zählen als übliche. Die wirklichen Bytes treten an ihre Stelle, sobald sie kommen.</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
    <message>
        <source>Nothing ticked</source>
        <translation>Nichts angehakt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a source, what it counts</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>NCPeH</source>
        <translation>NCPeH</translation>
    </message>
    <message>
        <source>PACS, direct</source>
        <translation>PACS, direkt</translation>
    </message>
    <message>
        <source>Addresses of the studies, as far as the profile allows them</source>
        <translation>Adressen der Studien, soweit das Profil sie erlaubt</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n Serie</numerusform>
            <numerusform>%n Serien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Studie</numerusform>
            <numerusform>%n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 series are listed</source>
        <translation>%1 von %2 Serien sind aufgeführt</translation>
    </message>
    <message>
        <source>%1 of %2 images are listed</source>
        <translation>%1 von %2 Bildern sind aufgeführt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>series, images that were not chosen</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n images not chosen</source>
        <translation>
            <numerusform>%n Bild nicht gewählt</numerusform>
            <numerusform>%n Bilder nicht gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Not all that is listed can be chosen</source>
        <translation>Nicht alles Aufgelistete lässt sich wählen</translation>
    </message>
    <message>
        <source>Some series or images have no usable UID, so nobody can ask for them one by one.</source>
        <translation>Einige Serien oder Bilder haben keine brauchbare UID, also kann sie niemand einzeln anfordern.</translation>
    </message>
    <message>
        <source>A retrieval of the whole study brings those whose files have one.</source>
        <translation>Ein Abruf der ganzen Studie bringt die, deren Dateien eine haben.</translation>
    </message>
    <message>
        <source>What was left out</source>
        <translation>Was fehlt</translation>
    </message>
</context>
<context>
    <name>window::SentRequests</name>
    <message>
        <source>%1 %2: %3, %4 ms</source>
        <comment>method, address, status, time</comment>
        <translation>%1 %2: %3, %4 ms</translation>
    </message>
    <message>
        <source>%1 %2: no answer</source>
        <comment>method, address</comment>
        <translation>%1 %2: keine Antwort</translation>
    </message>
    <message>
        <source>Sent so far, and what came back</source>
        <translation>Bisher gesendet, und was zurückkam</translation>
    </message>
</context>
<context>
    <name>window::StudiesStep</name>
    <message>
        <source>asking</source>
        <translation>wird gefragt</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Studie</numerusform>
            <numerusform>%n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>From %1, asking again</source>
        <translation>Von %1, wird erneut gefragt</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>Es wird gefragt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 gives another %2: %3.</source>
        <translation>Laut %1 weicht ab: %2 %3.</translation>
    </message>
    <message>
        <source>%1 gave %2.</source>
        <comment>a route, what it gave</comment>
        <translation>%1 lieferte %2.</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 schlug fehl</translation>
    </message>
    <message>
        <source>Try %1 again</source>
        <translation>%1 erneut versuchen</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>Ohne weitermachen</translation>
    </message>
    <message>
        <source>The list is cut off at %1</source>
        <translation>Die Liste ist bei %1 abgeschnitten</translation>
    </message>
    <message>
        <source>The server stopped giving pages. More studies may exist.</source>
        <translation>Der Server lieferte keine weiteren Seiten. Es kann mehr Studien geben.</translation>
    </message>
    <message>
        <source>Narrow by date or type. The list stays marked as incomplete.</source>
        <translation>Grenzen Sie nach Datum oder Art ein. Die Liste bleibt als unvollständig markiert.</translation>
    </message>
    <message>
        <source>Last two years</source>
        <translation>Letzte zwei Jahre</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Why it stopped</source>
        <translation>Warum sie endete</translation>
    </message>
    <message>
        <source>%1 ignored a part of the question</source>
        <translation>%1 hat einen Teil der Frage nicht beachtet</translation>
    </message>
    <message>
        <source>The rows may be wider than you asked.</source>
        <translation>Es können mehr Zeilen sein, als gefragt waren.</translation>
    </message>
    <message>
        <source>What was not used</source>
        <translation>Was nicht verwendet wurde</translation>
    </message>
    <message>
        <source>Answers of the routes</source>
        <translation>Antworten der Wege</translation>
    </message>
    <message>
        <source>No study fits these filters</source>
        <translation>Keine Studie passt zu diesen Filtern</translation>
    </message>
    <message>
        <source>%1 was asked with filters; without them there may be more.</source>
        <translation>%1 wurde mit Filtern gefragt; ohne sie kann es mehr geben.</translation>
    </message>
    <message>
        <source>Ask without filters</source>
        <translation>Ohne Filter fragen</translation>
    </message>
    <message>
        <source>Change the question</source>
        <translation>Die Frage ändern</translation>
    </message>
    <message>
        <source>Nothing there, or no consent</source>
        <translation>Nichts vorhanden oder keine Einwilligung</translation>
    </message>
    <message>
        <source>%1 lists nothing for this patient. It does not say whether consent is missing.</source>
        <translation>%1 führt für diesen Patienten nichts auf. Ob eine Einwilligung fehlt, wird nicht gesagt.</translation>
    </message>
    <message>
        <source>Ask the patient whether sharing is allowed in %1, then ask again.</source>
        <translation>Fragen Sie den Patienten, ob die Freigabe erlaubt ist (%1), und fragen Sie dann erneut.</translation>
    </message>
    <message>
        <source>Search other dates</source>
        <translation>Andere Daten suchen</translation>
    </message>
    <message>
        <source>No route answered</source>
        <translation>Kein Weg hat geantwortet</translation>
    </message>
    <message numerus="yes">
        <source>%n routes were asked, all failed.</source>
        <translation>
            <numerusform>%n Weg wurde gefragt und schlug fehl.</numerusform>
            <numerusform>%n Wege wurden gefragt, alle schlugen fehl.</numerusform>
        </translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>From %1. Ask again, F5</source>
        <translation>Von %1. Erneut fragen, F5</translation>
    </message>
    <message>
        <source>Ask for the rest</source>
        <translation>Den Rest erfragen</translation>
    </message>
    <message>
        <source>The answer came with remarks</source>
        <translation>Zur Antwort kamen Hinweise</translation>
    </message>
    <message>
        <source>The server warned of something, or a row could not be read and is not listed.</source>
        <translation>Der Server hat vor etwas gewarnt, oder eine Zeile ließ sich nicht lesen und fehlt in der Liste.</translation>
    </message>
    <message>
        <source>The remarks</source>
        <translation>Die Hinweise</translation>
    </message>
    <message numerus="yes">
        <source>%n studies came under another patient number and are not listed</source>
        <translation>
            <numerusform>%n Studie kam unter einer anderen Patientennummer und ist nicht aufgeführt</numerusform>
            <numerusform>%n Studien kamen unter einer anderen Patientennummer und sind nicht aufgeführt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing says that the other number is this patient&apos;s.</source>
        <translation>Nichts sagt, dass die andere Nummer zu diesem Patienten gehört.</translation>
    </message>
    <message>
        <source>If the archive has a number of its own for this patient, ask with that one.</source>
        <translation>Wenn das Archiv für diesen Patienten eine eigene Nummer hat, fragen Sie mit dieser.</translation>
    </message>
    <message>
        <source>answer cannot be read</source>
        <translation>Antwort nicht lesbar</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%n of another number</source>
        <comment>rows of a route</comment>
        <translation>
            <numerusform>%n mit anderer Nummer</numerusform>
            <numerusform>%n mit anderer Nummer</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>a route, what happened</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>See each below.</source>
        <translation>Sehen Sie unten jeden einzeln.</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>Check connection</source>
        <translation>Verbindung prüfen</translation>
    </message>
    <message>
        <source>Each route</source>
        <translation>Jeder Weg</translation>
    </message>
    <message>
        <source>No list</source>
        <translation>Keine Liste</translation>
    </message>
    <message>
        <source>%1, with filters</source>
        <comment>studies</comment>
        <translation>%1, mit Filtern</translation>
    </message>
    <message>
        <source>One row a study, whichever route knows it.</source>
        <translation>Eine Zeile je Studie, gleich welcher Weg sie kennt.</translation>
    </message>
    <message>
        <source>Asked for only with %1; there may be more.</source>
        <translation>Nur gefragt mit %1; es kann mehr geben.</translation>
    </message>
    <message>
        <source>%1 so far: the list is cut off. %2</source>
        <translation>%1 bisher: Die Liste ist abgeschnitten. %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>studies, what was asked</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 differs</source>
        <translation>%1 weicht ab</translation>
    </message>
    <message>
        <source>%1 gives another %2.</source>
        <translation>Laut %1 weicht ab: %2.</translation>
    </message>
    <message>
        <source>cut off</source>
        <comment>the list of a route</comment>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>The list of %1 is cut off at %2</source>
        <comment>route, number of studies</comment>
        <translation>Die Liste von %1 bricht bei %2 ab</translation>
    </message>
</context>
<context>
    <name>window::Tour</name>
    <message>
        <source>The folder for the pictures cannot be made.</source>
        <translation>Der Ordner für die Bilder lässt sich nicht anlegen.</translation>
    </message>
    <message numerus="yes">
        <source>%n checks</source>
        <translation>
            <numerusform>%n Prüfung</numerusform>
            <numerusform>%n Prüfungen</numerusform>
        </translation>
    </message>
    <message>
        <source>a contact point that passes its check</source>
        <translation>eine Kontaktstelle, die ihre Prüfung besteht</translation>
    </message>
    <message numerus="yes">
        <source>%n candidates</source>
        <translation>
            <numerusform>%n Kandidat</numerusform>
            <numerusform>%n Kandidaten</numerusform>
        </translation>
    </message>
    <message>
        <source>the patient page</source>
        <translation>die Patientenseite</translation>
    </message>
    <message>
        <source>a candidate</source>
        <translation>einen Kandidaten</translation>
    </message>
    <message>
        <source>a patient that can be confirmed</source>
        <translation>einen Patienten, der bestätigt werden kann</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Studie</numerusform>
            <numerusform>%n Studien</numerusform>
        </translation>
    </message>
    <message>
        <source>an answer about studies</source>
        <translation>eine Antwort über Studien</translation>
    </message>
    <message>
        <source>a study that can be chosen</source>
        <translation>eine Studie, die gewählt werden kann</translation>
    </message>
    <message numerus="yes">
        <source>%n studies in the tree</source>
        <translation>
            <numerusform>%n Studie im Baum</numerusform>
            <numerusform>%n Studien im Baum</numerusform>
        </translation>
    </message>
    <message>
        <source>the tree of series</source>
        <translation>den Baum der Serien</translation>
    </message>
    <message>
        <source>series that can be retrieved</source>
        <translation>Serien, die abgerufen werden können</translation>
    </message>
    <message>
        <source>the end of the retrieval</source>
        <translation>das Ende des Abrufs</translation>
    </message>
    <message>
        <source>images that can be viewed</source>
        <translation>Bilder, die angesehen werden können</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n Serie</numerusform>
            <numerusform>%n Serien</numerusform>
        </translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>ein Bild</translation>
    </message>
    <message>
        <source>the picture in the middle of the series</source>
        <translation>das Bild in der Mitte der Serie</translation>
    </message>
    <message>
        <source>The picture or tour.json could not be written.</source>
        <translation>Das Bild oder tour.json konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Waited in vain for %1.</source>
        <translation>Vergeblich gewartet auf %1.</translation>
    </message>
    <message>
        <source>the page</source>
        <translation>die Seite</translation>
    </message>
</context>
<context>
    <name>window::Transfers</name>
    <message>
        <source>Images of one study</source>
        <translation>Bilder einer Studie</translation>
    </message>
    <message>
        <source>Nothing tells from which country it came. It was not begun in this window.</source>
        <translation>Nichts sagt, aus welchem Land er kam. Er wurde nicht in diesem Fenster begonnen.</translation>
    </message>
    <message>
        <source>The profile &quot;%1&quot; is not on this computer. Import it first.</source>
        <translation>Das Profil „%1“ ist nicht auf diesem Computer. Importieren Sie es zuerst.</translation>
    </message>
    <message>
        <source>It met another patient. What there is of it is set apart until you decide.</source>
        <translation>Er traf auf einen anderen Patienten. Was davon da ist, liegt beiseite, bis Sie entscheiden.</translation>
    </message>
</context>
<context>
    <name>window::ViewingStep</name>
    <message>
        <source>Program for Open with…</source>
        <translation>Programm für Öffnen mit…</translation>
    </message>
    <message>
        <source>Command; %F stands for all files, %f for the first, %d for its folder:</source>
        <translation>Befehl; %F steht für alle Dateien, %f für die erste, %d für ihren Ordner:</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>The picture was not saved: %1</source>
        <translation>Das Bild wurde nicht gespeichert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n series</source>
        <translation>
            <numerusform>%n Serie</numerusform>
            <numerusform>%n Serien</numerusform>
        </translation>
    </message>
    <message>
        <source>Save picture without identity…</source>
        <translation>Bild ohne Identität speichern…</translation>
    </message>
    <message>
        <source>Save picture with identity…</source>
        <translation>Bild mit Identität speichern…</translation>
    </message>
    <message>
        <source>Cannot be opened: %1</source>
        <translation>Lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>The DICOMDIR names files that are not there: %1</source>
        <translation>Das DICOMDIR nennt Dateien, die nicht da sind: %1</translation>
    </message>
    <message>
        <source>The DICOMDIR names files outside of its folder, which are not opened: %1</source>
        <translation>Das DICOMDIR nennt Dateien außerhalb seines Ordners, die nicht geöffnet werden: %1</translation>
    </message>
    <message>
        <source>There are more files than are opened at once.</source>
        <translation>Es sind mehr Dateien, als auf einmal geöffnet werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n files of this computer</source>
        <translation>
            <numerusform>%n Datei dieses Computers</numerusform>
            <numerusform>%n Dateien dieses Computers</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no picture to save.</source>
        <translation>Es gibt kein Bild zum Speichern.</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>bild %1</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>The program &quot;%1&quot; cannot be started.</source>
        <translation>Das Programm „%1“ lässt sich nicht starten.</translation>
    </message>
    <message>
        <source>Incomplete sets are not handed over.</source>
        <translation>Unvollständiges wird nicht übergeben.</translation>
    </message>
    <message>
        <source>%1 of %2 images of series %3 are missing.</source>
        <translation>%1 von %2 Bildern der Serie %3 fehlen.</translation>
    </message>
    <message>
        <source>Nobody knows how many images of series %1 are missing.</source>
        <translation>Niemand weiß, wie viele Bilder der Serie %1 fehlen.</translation>
    </message>
    <message>
        <source>They are still arriving.</source>
        <translation>Sie kommen noch an.</translation>
    </message>
    <message>
        <source>Fetch them</source>
        <translation>Abholen</translation>
    </message>
    <message>
        <source>Hand over as incomplete…</source>
        <translation>Als unvollständig übergeben…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>No DICOM files in %1.</source>
        <translation>Keine DICOM-Dateien in %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n files are not DICOM: %1</source>
        <translation>
            <numerusform>%n Datei ist nicht DICOM: %1</numerusform>
            <numerusform>%n Dateien sind nicht DICOM: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>No images</source>
        <translation>Keine Bilder</translation>
    </message>
    <message>
        <source>Save picture with identity</source>
        <translation>Bild mit Identität speichern</translation>
    </message>
    <message>
        <source>Save picture without identity</source>
        <translation>Bild ohne Identität speichern</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Measuring: begin, put the point down, take the next</source>
        <translation>Messen: beginnen, den Punkt setzen, den nächsten nehmen</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>Pfeile</translation>
    </message>
    <message>
        <source>Measuring: move the point, with Shift by ten</source>
        <translation>Messen: den Punkt bewegen, mit Umschalt um zehn</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Delete the measurement</source>
        <translation>Die Messung löschen</translation>
    </message>
    <message>
        <source>Ctrl+Z</source>
        <translation>Strg+Z</translation>
    </message>
    <message>
        <source>Take the last step of measuring back</source>
        <translation>Den letzten Schritt des Messens zurücknehmen</translation>
    </message>
    <message>
        <source>Shift and arrows</source>
        <translation>Umschalt und Pfeile</translation>
    </message>
    <message>
        <source>What the mouse does with the tool</source>
        <translation>Was die Maus mit dem Werkzeug tut</translation>
    </message>
</context>
<context>
    <name>window::Words</name>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1 (%2 y)</source>
        <translation>%1 (%2 J.)</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>divers</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht angegeben</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>under %1 s</source>
        <translation>unter %1 s</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>Serien</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>Auftragsnummer</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>modality, date</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 y</source>
        <comment>age in years</comment>
        <translation>%1 J.</translation>
    </message>
    <message>
        <source>patient record</source>
        <translation>Patientendatensatz</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>%1: %2 is your patient, %3 is in the file</source>
        <translation>%1: %2 bei Ihrem Patienten, %3 in der Datei</translation>
    </message>
    <message>
        <source>%1: %2 is your patient, %3 is in the report</source>
        <translation>%1: %2 bei Ihrem Patienten, %3 im Befund</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Geboren</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Uhrzeit</translation>
    </message>
</context>
<context>
    <name>window::Workbench</name>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written.</source>
        <translation>In den Ordner %1 kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <comment>the store, in the status line</comment>
        <translation>nicht beschreibbar</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>window::Workstation</name>
    <message>
        <source>Import profile…</source>
        <translation>Profil importieren…</translation>
    </message>
    <message>
        <source>Open images of this computer…</source>
        <translation>Bilder dieses Computers öffnen…</translation>
    </message>
    <message>
        <source>Open images</source>
        <translation>Bilder öffnen</translation>
    </message>
    <message>
        <source>DICOM files (*.dcm);;All files (*)</source>
        <translation>DICOM-Dateien (*.dcm);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Delete all received images…</source>
        <translation>Alle empfangenen Bilder löschen…</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Delete all received images</source>
        <translation>Alle empfangenen Bilder löschen</translation>
    </message>
    <message>
        <source>Folder for received images</source>
        <translation>Ordner für empfangene Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%n reports of these studies could not be read.</source>
        <translation>
            <numerusform>%n Befund dieser Studien ließ sich nicht lesen.</numerusform>
            <numerusform>%n Befunde dieser Studien ließen sich nicht lesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Store %1</source>
        <translation>Ablage %1</translation>
    </message>
    <message>
        <source>All that was received into %1 is deleted. It can be retrieved again.</source>
        <translation>Alles, was nach %1 empfangen wurde, wird gelöscht. Es kann erneut abgerufen werden.</translation>
    </message>
</context>
</TS>
