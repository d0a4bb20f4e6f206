#include "pipeline/text/wire_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(WireLines, SlugsAreWordsOfParts) {
  for (const std::string line :
       {"BC-EU--Trade, 1st Ld", "BC-EU--Trade,0512", "AM-Tormouth-Bridge, 2nd Ld-Writethru",
        "USA-ELECTION/POLL (UPDATE 2)", "USA-ELECTION/POLL", "EU-TRADE (URGENT)"}) {
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kSlug) << line;
    EXPECT_EQ(read_head_line(line, {}).value, line);
  }
  EXPECT_EQ(read_head_line("Slug: eu trade", {}).value, "eu trade");
  for (const std::string line : {"EU-TRADE", "eu-trade-tariffs", "ROLLS-ROYCE", "EU/HANDEL"})
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kMaybeSlug) << line;
  for (const std::string line :
       {"X-MEN", "COVID-19", "NYSE-CONSOLIDATED 1500 ACTIVES", "EU-Trade deal is near",
        "US-led talks end", "and/or", "well-known", "https://example.org/a-b-c",
        "EU-MINISTERS AGREE", "Anti-EU protests, 3 hurt", "-", "--", "1-2-3", "24-7"}) {
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kText) << line;
  }
}

TEST(WireLines, BylinesHoldNames) {
  for (const auto& [line, by] :
       Pairs{{"By Jane Doe", "Jane Doe"},
             {"By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE"},
             {"By Jane Doe, John Roe and Ann Poe", "Jane Doe, John Roe and Ann Poe"},
             {"By Jane Doe, Associated Press", "Jane Doe"},
             {"By Jane van der Doe in Paris", "Jane van der Doe"},
             {"By J. R. Doe", "J. R. Doe"},
             {"By Reuters Staff", "Reuters Staff"},
             {"By AFP", "AFP"},
             {"Von Erika Mustermann, dpa", "Erika Mustermann"},
             {"Von Erika Mustermann und Max Möller", "Erika Mustermann und Max Möller"},
             {"Par Jeanne DUPONT", "Jeanne DUPONT"},
             {"Por Juan Pérez y Ana Gil", "Juan Pérez y Ana Gil"},
             {"Di Mario Rossi", "Mario Rossi"},
             {"Door Jan de Vries", "Jan de Vries"},
             {"By Jane Doe | 5 March 2026", "Jane Doe"},
             {"Von Erika Mustermann, 05.03.2026 10:00", "Erika Mustermann"},
             {"By Jane Doe and John Roe - Monday 5 March", "Jane Doe and John Roe"},
             {"Jane Doe, dpa", "Jane Doe"}}) {
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kByline) << line;
    EXPECT_EQ(read_head_line(line, {}).value, by) << line;
  }
  for (const std::string line :
       {"By Friday the talks had ended", "By land and sea", "By Land", "By the way, Jane Doe left",
        "By Jane Doe she is called.", "Von der Leyen", "Par avion", "De Telegraaf",
        "By 2030 Europe will", "By Jane", "Jane Doe, minister", "By", "By "}) {
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kText) << line;
  }
  EXPECT_EQ(read_head_line("AP Business Writer", {true, false}).kind, WireLine::kCredit);
  EXPECT_EQ(read_head_line("AP Business Writer", {}).kind, WireLine::kText);
}

TEST(WireLines, NotesSayWhatTheDeskDid) {
  for (const std::string line : {"CORRECTS spelling in third paragraph",
                                 "(Corrects spelling of name in paragraph 3)",
                                 "Corrects day of the vote",
                                 "(Adds quote, background)",
                                 "ADDS quotes",
                                 "Eds: Updates with vote.",
                                 "EDS: Incorporates BC-EU--Vote",
                                 "Editor's note: graphic language",
                                 "ATTENTION EDITORS - graphic content",
                                 "ADVISORY: the briefing is at 1000 GMT",
                                 "/// ADDS quotes ///",
                                 "ATTENTION - UPDATES with quotes ///",
                                 "(This story corrects the day in paragraph 2)",
                                 "First of two takes",
                                 "Take 2",
                                 "Korrektur: im dritten Absatz",
                                 "(neu: mehr Details)",
                                 "(Actualisé avec des citations)",
                                 "(Actualiza con declaraciones)",
                                 "(Aggiorna con dettagli)",
                                 "*** URGENT ***",
                                 "URGENT"}) {
    EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kNote) << line;
  }
  for (const std::string line :
       {"Corrections are never easy, he said.", "Adds up to little, he said.", "Adding to the woes",
        "(With a smile)  he left", "Updates on the storm", "Urgent talks begin",
        "Editors at the paper resigned", "Correct as of Monday", "Take two of these", "()", "("}) {
    EXPECT_NE(read_head_line(line, {}).kind,
              line.front() == '(' && line.size() > 2 ? WireLine::kByline : WireLine::kNote)
        << line;
  }
}

TEST(WireLines, TextMayFollowANoteInBrackets) {
  const std::string note = "(Corrects day in first paragraph)";
  EXPECT_EQ(read_head_line(note + " LUXEMBOURG, June 13 (Reuters) - Talks", {}).end, note.size());
}

TEST(WireLines, CreditsNameWhoMadeTheCopy) {
  for (const auto& [line, by] :
       Pairs{{"(Reporting by Jane Doe; Editing by John Roe)", "Jane Doe"},
             {"(Reporting by Jane Doe in Paris and John Roe; Editing by Ann Poe)", "Jane Doe"},
             {"(Reporting by Jane Doe and John Roe; Editing by Ann Poe)", "Jane Doe and John Roe"},
             {"Reporting by Jane Doe, editing by John Roe", "Jane Doe"},
             {"Editing by John Roe", ""},
             {"(Bericht von Erika Mustermann, redigiert von Max Möller)", "Erika Mustermann"},
             {"(Reportage Jeanne Dupont, édité par Jean Roux)", ""},
             {"(Reporte de Juan Pérez. Editado por Ana Gil)", "Juan Pérez"},
             {"Associated Press writer Jane Doe contributed to this report.", ""},
             {"NORTH NEWS' JANE DOE AND JOHN ROE CONTRIBUTED TO THIS REPORT.", ""},
             {"Copyright 2026 Northwire. All rights reserved.", ""},
             {"jd/rh/mm", ""},
             {"bur-jd/rh", ""},
             {"dpa jd yyzz n1 rh", ""}}) {
    EXPECT_EQ(read_foot_line(line).kind, WireLine::kCredit) << line;
    EXPECT_EQ(read_foot_line(line).by, by) << line;
  }
  EXPECT_EQ(read_foot_line("(Northwire)").credit, "Northwire");
  EXPECT_EQ(read_foot_line("(AFP/dpa)").credit, "AFP/dpa");
  EXPECT_EQ(read_foot_line("Source: Harbour Post").credit, "Harbour Post");
  const std::string text = "The talks ended. ";
  EXPECT_EQ(read_foot_line(text + "(Reporting by Jane Doe)").begin, text.size());
  for (const std::string line :
       {"The talks ended (on Monday)", "(laughter)", "(He had said so before.)",
        "Reporting by phone is hard, he said, for those who have none and must walk to the next "
        "village to find one that works at all, which they often do not, as she went on to say.",
        "He was the source: Harbour Post"}) {
    EXPECT_EQ(read_foot_line(line).kind, WireLine::kText) << line;
  }
}

TEST(WireLines, TextMayFollowAnEmbargo) {
  const std::string_view line =
      "EMBARGOED UNTIL 00:01 GMT MONDAY 5 MAY 2025. The town agreed on the sums on Friday.";
  EXPECT_EQ(read_head_line(line, {}).kind, WireLine::kEmbargo);
  EXPECT_EQ(line.substr(0, read_head_line(line, {}).end),
            "EMBARGOED UNTIL 00:01 GMT MONDAY 5 MAY 2025.");
  EXPECT_EQ(read_head_line("Embargoes hurt trade. The town agreed on Friday.", {}).kind,
            WireLine::kText);
}

TEST(WireLines, TheAgencysNameBehindTheLastSentenceEndsTheCopy) {
  const std::string_view ended = "The loan is due in April. Reuter";
  EXPECT_EQ(read_foot_line(ended).kind, WireLine::kEnd);
  EXPECT_EQ(read_foot_line(ended).begin, ended.size() - 6);
  EXPECT_EQ(read_foot_line("\"It is due,\" he said. \"At last!\" REUTERS").kind, WireLine::kEnd);
  EXPECT_EQ(read_foot_line("It closed. (See CODE for the index) REUTER").kind, WireLine::kEnd);
  EXPECT_EQ(read_foot_line("“We have done what we set out to do,” he said. MORE").kind,
            WireLine::kEnd);
  // The last row of a table, of copy that lost its line ends.
  EXPECT_EQ(read_foot_line("Tenderloin 6.94 unch 3.40 Reuter").kind, WireLine::kEnd);
  EXPECT_EQ(read_foot_line("The town wants to have more").kind, WireLine::kText);
  EXPECT_EQ(read_foot_line("The minister told Reuters").kind, WireLine::kText);
  EXPECT_EQ(read_foot_line("He works for an agency. For Reuters.").kind, WireLine::kText);
}

TEST(WireLines, EndMarksStandAlone) {
  for (const std::string line : {"ENDS", "-ENDS-", "- ends -", "-30-", "###", "# # #", "MORE",
                                 "(MORE)", "-more-", "--- ENDS ---", "more to follow", "(END)"})
    EXPECT_TRUE(is_end_mark(line, false)) << line;
  for (const std::string line : {"Fin", "Ende", "END", "Reuter", "REUTER", "more"}) {
    EXPECT_FALSE(is_end_mark(line, false)) << line;
    EXPECT_TRUE(is_end_mark(line, true)) << line;
  }
  for (const std::string line : {"ENDS WELL", "It ENDS", "30", "#", "##", "", "-", "All's well",
                                 "More than 30 were hurt", "The End of Days"}) {
    EXPECT_FALSE(is_end_mark(line, true)) << line;
  }
}

}  // namespace
}  // namespace copytaster::text
