#include "pipeline/text/wire_contacts.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

TEST(WireContacts, AreAddressesAndNumbersWithoutASentence) {
  for (const std::string line :
       {"jane.doe@example.org", "Jane Doe, jane.doe@example.org, +44 20 7946 0018",
        "((jane.doe@example.org; +44 20 7946 0018))", "Tel.: 030 227 00 00",
        "Contact: Jane Doe, (020) 7946 0018", "Pressekontakt: Erika Mustermann, 030 2270000",
        "Follow Jane Doe on X at @janedoe", "E-mail: jane.doe@example.org."})
    EXPECT_EQ(contact_begin(line), 0U) << line;
  const std::string text = "They left. (Reporting by Jane Doe) ";
  EXPECT_EQ(contact_begin(text + "((jane.doe@example.org))"), text.size());
}

TEST(WireContacts, SentencesAndOtherNumbersAreNone) {
  for (const std::string line :
       {"", "@", "@janedoe", "Follow the ferry", "He wrote to jane.doe@example.org on Monday.",
        "Contact sports are popular", "1 234 567 people came", "Telephone calls stopped",
        "They left (and came back).", "(", ")", "a@b", "Call 020 7946 0018 before you leave home"})
    EXPECT_EQ(contact_begin(line), line.size()) << line;
}

}  // namespace
}  // namespace copytaster::text
