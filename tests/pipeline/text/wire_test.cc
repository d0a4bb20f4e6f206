#include "pipeline/text/wire.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace copytaster::text {
namespace {

/// What stands in the ranges of a kind.
std::vector<std::string> texts(const std::string& body, const WireCopy& copy,
                               const std::string& kind) {
  std::vector<std::string> found;
  const auto ranges = copy.ranges.find(kind);
  if (ranges == copy.ranges.end()) return found;
  for (const auto& range : ranges->second)
    found.push_back(body.substr(range.begin, range.end - range.begin));
  return found;
}

using Texts = std::vector<std::string>;

TEST(Wire, AWholeReportIsTakenApart) {
  const std::string body =
      "BC-EU--Trade, 1st Ld\n\nEU ministers agree on trade\n\nEds: Updates with vote.\n\n"
      "CORRECTS spelling in third paragraph\n\nEMBARGOED UNTIL 0001 GMT Monday 15 June\n\n"
      "By JANE DOE\n\nAP Business Writer\n\nLUXEMBOURG (AP) \u2014 Ministers met on Monday.\n\n"
      "They agreed.\n\nMORE\n\nThey left. (Reporting by John Roe; Editing by Ann Poe)\n\n-30-";
  const WireCopy copy = read_wire(body, "");
  EXPECT_EQ(copy.slugline, "BC-EU--Trade, 1st Ld");
  EXPECT_EQ(copy.by, "JANE DOE");
  EXPECT_EQ(copy.located, "LUXEMBOURG");
  EXPECT_EQ(copy.credit, "AP");
  EXPECT_EQ(copy.embargo, "EMBARGOED UNTIL 0001 GMT Monday 15 June");
  EXPECT_EQ(copy.ed_note,
            "Eds: Updates with vote.\nCORRECTS spelling in third paragraph\n"
            "EMBARGOED UNTIL 0001 GMT Monday 15 June");
  EXPECT_EQ(texts(body, copy, "slugline"), Texts{"BC-EU--Trade, 1st Ld"});
  EXPECT_EQ(texts(body, copy, "note"),
            (Texts{"Eds: Updates with vote.", "CORRECTS spelling in third paragraph"}));
  EXPECT_EQ(texts(body, copy, "embargo"), Texts{"EMBARGOED UNTIL 0001 GMT Monday 15 June"});
  EXPECT_EQ(texts(body, copy, "byline"), Texts{"By JANE DOE"});
  EXPECT_EQ(texts(body, copy, "dateline"), Texts{"LUXEMBOURG (AP) \u2014 "});
  EXPECT_EQ(texts(body, copy, "credit"),
            (Texts{"AP Business Writer", "(Reporting by John Roe; Editing by Ann Poe)"}));
  EXPECT_EQ(texts(body, copy, "end"), (Texts{"MORE", "-30-"}));
}

TEST(Wire, AReportOfOneLineHasBothEnds) {
  const std::string body =
      "(Corrects day) BERLIN, 13. Juni (dpa) - Es regnet. (Bericht von Erika Mustermann)";
  const WireCopy copy = read_wire(body, "");
  EXPECT_EQ(copy.located, "BERLIN");
  EXPECT_EQ(copy.by, "Erika Mustermann");
  EXPECT_EQ(copy.ed_note, "(Corrects day)");
  EXPECT_EQ(texts(body, copy, "credit"), Texts{"(Bericht von Erika Mustermann)"});
}

TEST(Wire, ANoteThatIsASentenceHidesNoDateline) {
  for (const std::string note :
       {"Adds quotes from the minister.", "Updates with the vote, details.",
        "This story has been updated.", "Actualiza con la votaci\u00f3n.",
        "Corrige le nom dans le 3e paragraphe."}) {
    const WireCopy copy = read_wire(note + "\n\nPARIS (AP) \u2014 It rained.\n\nIt stopped.", "");
    EXPECT_EQ(copy.located, "PARIS") << note;
    EXPECT_EQ(copy.ed_note, note);
  }
  // What is no note stays text, and the dateline is found.
  const WireCopy copy =
      read_wire("The talks failed.\n\nPARIS (AP) \u2014 It rained.\n\nIt stopped.", "");
  EXPECT_EQ(copy.located, "PARIS");
  EXPECT_EQ(copy.ed_note, "");
}

TEST(Wire, AHeaderBlockIsTakenApart) {
  const std::string body =
      "r i BC-EU-Trade 06-14 0345\n^BC-EU--Trade Talks,1st Ld-Writethru,0345<\n^URGENT<\n"
      "^EU ministers agree on trade<\n^Eds: UPDATES with vote. AP Video.<\n^AP Photo NYJD101<\n"
      "^By JANE DOE=\n^Associated Press Writer=\nLUXEMBOURG (AP) _ Ministers met on Monday.\n\n"
      "They agreed.\n\nAP-WF-06-14-26 1201GMT";
  const WireCopy copy = read_wire(body, "");
  EXPECT_EQ(copy.slugline, "BC-EU-Trade 06-14 0345");
  EXPECT_EQ(copy.by, "JANE DOE");
  EXPECT_EQ(copy.located, "LUXEMBOURG");
  EXPECT_EQ(copy.ed_note, "URGENT\nEds: UPDATES with vote. AP Video.\nAP Photo NYJD101");
  EXPECT_EQ(texts(body, copy, "stamp"), Texts{"AP-WF-06-14-26 1201GMT"});
  EXPECT_EQ(texts(body, copy, "byline"), Texts{"^By JANE DOE="});
  const std::string other =
      "AP-EU-Trade\n\nUrgent\n\n2026-06-14 12:01 GMT\n\nPARIS (AP) \u2014 It rained.\n\nEnd.";
  EXPECT_EQ(read_wire(other, "").slugline, "AP-EU-Trade");
  EXPECT_EQ(read_wire(other, "").located, "PARIS");
}

TEST(Wire, ACreditIsFoundBesideContacts) {
  for (const std::string foot :
       {"(Reporting by Jane Doe)\n\njane.doe@example.org",
        "(Reporting by Jane Doe)\n\nFollow Jane Doe at https://example.org/jane",
        "(Reporting by Jane Doe)\n\nContact: Jane Doe, +44 20 7946 0018",
        "(Reporting by Jane Doe) ((jane.doe@example.org; +44 20 7946 0018))",
        "(Reporting by Jane Doe)((jane.doe@example.org))\n\nKontakt: 030 227 00 00"}) {
    const std::string body = "The talks ended.\n\nThey left.\n\n" + foot;
    const WireCopy copy = read_wire(body, "");
    EXPECT_EQ(copy.by, "Jane Doe") << foot;
    std::size_t masked = 0;
    for (const ByteRange& range : copy.ranges.at("credit")) masked += range.end - range.begin;
    EXPECT_GE(masked + 4, foot.size()) << foot;
  }
  for (const std::string last : {"Write to jane.doe@example.org before Monday if you want to come.",
                                 "In all 1 234 567 came", "They left (and came back)."})
    EXPECT_TRUE(read_wire("The talks ended.\n\n" + last, "").ranges.empty()) << last;
}

TEST(Wire, ALineForMachinesAndAFootForEditorsAreNoText) {
  const std::string foot =
      "# Notizblock\n\n## Orte\n- [Rathaus](Markt 1, Tormund)\n\n* * * *\nDie folgenden "
      "Informationen "
      "sind nicht zur Veröffentlichung bestimmt\n\n## dpa-Kontakte\n- Autorin: Erika Muster, +49 "
      "30 "
      "123456\ndpa em yyzz n1 jd\n141230 Jun 26";
  const std::string body =
      "bdt0412 4 pl 312 dpa 0815\n\nVerkehr/Straßen/Deutschland/\n(Zusammenfassung 1430 - neu: "
      "Reaktionen)\nVon Erika Muster, dpa\n\nTormund (dpa) - Der Rat hat die Straße gesperrt.\n\n" +
      foot;
  const WireCopy copy = read_wire(body, "dpa");
  EXPECT_EQ(copy.slugline, "Verkehr/Straßen/Deutschland/");
  EXPECT_EQ(copy.located, "Tormund");
  EXPECT_EQ(copy.by, "Erika Muster");
  EXPECT_EQ(copy.ed_note, "(Zusammenfassung 1430 - neu: Reaktionen)");
  EXPECT_EQ(texts(body, copy, "stamp"), Texts{"bdt0412 4 pl 312 dpa 0815"});
  EXPECT_EQ(texts(body, copy, "note"), (Texts{"(Zusammenfassung 1430 - neu: Reaktionen)", foot}));
  const std::string news = "Der Rat tagte.\n\nDie Akten sind nicht zur Veröffentlichung bestimmt.";
  EXPECT_TRUE(read_wire(news, "").ranges.empty());
}

TEST(Wire, KeywordsBehindTheContactsHideNoFoot) {
  const std::string body =
      "TORMOUTH, June 14 (Reuters) - The council met.\n\n(Reporting by Jane Doe; Editing by John "
      "Roe)\n((jane.doe@example.org; +44 20 7946 0018))\nKeywords: TORMOUTH BRIDGE/CLOSURE (UPDATE "
      "2)";
  const WireCopy copy = read_wire(body, "");
  EXPECT_EQ(copy.by, "Jane Doe");
  EXPECT_EQ(texts(body, copy, "credit"), (Texts{"(Reporting by Jane Doe; Editing by John Roe)",
                                                "((jane.doe@example.org; +44 20 7946 0018))"}));
  EXPECT_EQ(texts(body, copy, "stamp"), Texts{"Keywords: TORMOUTH BRIDGE/CLOSURE (UPDATE 2)"});
  EXPECT_TRUE(read_wire("It met.\n\nKeywords: councils, bridges", "").ranges.empty());
}

TEST(Wire, AnEmbargoMayStandOnTwoLines) {
  EXPECT_EQ(read_wire("STRICTLY EMBARGOED UNTIL\n0001 GMT Monday\n\nThe talks ended.", "").embargo,
            "STRICTLY EMBARGOED UNTIL\n0001 GMT Monday");
  EXPECT_EQ(read_wire("The talks ended.\n\nThey left.\n\nEmbargo: 0001 GMT Monday", "").embargo,
            "Embargo: 0001 GMT Monday");
}

TEST(Wire, AWeakSlugNeedsOtherLinesBesideIt) {
  EXPECT_EQ(read_wire("ROLLS-ROYCE\n\nThe maker of engines\n\nIt grew.", "").slugline, "");
  EXPECT_EQ(read_wire("EU-TRADE\n\nPARIS (AP) - It grew.", "").slugline, "EU-TRADE");
}

TEST(Wire, NotesForEditorsBehindTheEndLeaveTheTextAsItIs) {
  const std::string body =
      "The talks ended.\n\nENDS\n\nNotes to editors\n\nThe talks began in May.";
  const WireCopy copy = read_wire(body, "");
  EXPECT_EQ(texts(body, copy, "end"), Texts{"ENDS"});
  EXPECT_EQ(copy.ranges.size(), 1U);
}

TEST(Wire, OrdinaryTextHasNothingOfIt) {
  for (const std::string body :
       {"Paris - the city of light - was dark.\n\nIt rained.", "By Friday it was over.\n\nIt ENDS.",
        "The play ENDS badly.\n\nMore than 30 left.", "ENDS", "By Jane Doe", "MORE", "(Northwire)",
        "EMBARGOED UNTIL 0001 GMT Monday", "BC-EU--Trade, 1st Ld",
        "A note.\n\nCorrects nothing at "
        "all, as it stands behind the first sentence.",
        "", "\n", "- \n- "}) {
    EXPECT_TRUE(read_wire(body, "").ranges.empty()) << body;
  }
}

TEST(Wire, RangesLieInOrderAndApart) {
  const std::vector<std::string> lines = {"BC-EU--Trade, 1st Ld",
                                          "EMBARGOED UNTIL",
                                          "0001 GMT Monday",
                                          "By Jane Doe",
                                          "AP Writer",
                                          "PARIS (AP) - It rained.",
                                          "MORE",
                                          "(Reporting by Jane Doe)",
                                          "Text (Adds quote)",
                                          "(Adds quote) Text.",
                                          "-30-",
                                          "___",
                                          "Talks go on"};
  std::uint64_t state = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string body;
    for (int i = 0; i < 6; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      body +=
          (i > 0 ? (state >> 62U) != 0 ? "\n\n" : "\n" : "") + lines[(state >> 33U) % lines.size()];
    }
    std::vector<ByteRange> all;
    for (const auto& [kind, ranges] : read_wire(body, "").ranges)
      all.insert(all.end(), ranges.begin(), ranges.end());
    std::sort(all.begin(), all.end(), [](auto a, auto b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i < all.size(); ++i) {
      ASSERT_LT(all[i].begin, all[i].end) << body;
      ASSERT_LE(all[i].end, body.size()) << body;
      ASSERT_TRUE(i == 0 || all[i - 1].end <= all[i].begin) << body;
    }
  }
}

}  // namespace
}  // namespace copytaster::text
