#include "pipeline/annotate/entities.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "support.h"

namespace copytaster::annotate {
namespace {

std::vector<Entity> entities_of(std::string_view headline, std::string_view body) {
  return find_entities(document_of(headline, body), shipped_lexicons(), nullptr);
}

TEST(Entities, FullNameCollectsBareSurnames) {
  const auto found =
      entities_of("Sullivan meets envoy", "Adviser Jake Sullivan spoke. Later Sullivan left Rome.");
  const Entity* sullivan = find(found, EntityType::kPerson, "Jake Sullivan");
  ASSERT_NE(sullivan, nullptr);
  EXPECT_EQ(sullivan->mentions, (std::vector<CodePointRange>{{8, 21}, {35, 43}}));
  EXPECT_EQ(sullivan->in_headline, (std::vector<CodePointRange>{{0, 8}}));
  EXPECT_TRUE(sullivan->about);
  EXPECT_NE(find(found, EntityType::kPlace, "Rome"), nullptr);
}

TEST(Entities, MentionsCountCodePoints) {
  const auto found = entities_of("", "Café society in “Paris” was praised.");
  const Entity* paris = find(found, EntityType::kPlace, "Paris");
  ASSERT_NE(paris, nullptr);
  EXPECT_EQ(paris->mentions, (std::vector<CodePointRange>{{17, 22}}));
}

TEST(Entities, TitlesAreNoPartOfNames) {
  const auto found = entities_of(
      "", "It was said by President Joe Biden and by Secretary of State Antony Blinken.");
  EXPECT_NE(find(found, EntityType::kPerson, "Antony Blinken"), nullptr);
  const Entity* biden = find(found, EntityType::kPerson, "Joe Biden");
  ASSERT_NE(biden, nullptr);
  EXPECT_EQ(biden->uri, "http://www.wikidata.org/entity/Q6279");
}

TEST(Entities, BareSurnameIsNeverLinked) {
  const auto found = entities_of("Biden hopes", "The talks went on, Biden said.");
  for (const Entity& entity : found) EXPECT_EQ(entity.uri, "") << entity.name;
}

TEST(Entities, SurnameOfTwoPeopleGoesToNeither) {
  const auto found = entities_of("", "We saw Hillary Brown and James Brown. Then Brown left.");
  for (const Entity& entity : found) EXPECT_LE(entity.mentions.size(), 1U) << entity.name;
}

TEST(Entities, FamilyNameFirst) {
  const auto found = entities_of(
      "", "There diplomat Yang Jiechi and leader Kim Jong Un met. After that Yang left.");
  const Entity* yang = find(found, EntityType::kPerson, "Yang Jiechi");
  ASSERT_NE(yang, nullptr);
  EXPECT_EQ(yang->mentions.size(), 2U);
  EXPECT_NE(find(found, EntityType::kPerson, "Kim Jong Un"), nullptr);
}

TEST(Entities, OrdinaryWordsAreNoPlaces) {
  EXPECT_TRUE(entities_of("", "Nice weather is rare. Reading is fun. Mobile phones sell.").empty());
  EXPECT_NE(find(entities_of("", "They live in Nice now."), EntityType::kPlace, "Nice"), nullptr);
}

TEST(Entities, OrganisationsByTheirWords) {
  const auto found =
      entities_of("", "He left the Ministry of Foreign Affairs and joined Zorblatt Industries.");
  EXPECT_NE(find(found, EntityType::kOrganisation, "Ministry of Foreign Affairs"), nullptr);
  EXPECT_NE(find(found, EntityType::kOrganisation, "Zorblatt Industries"), nullptr);
}

TEST(Entities, PlacesByDirectionAndWord) {
  const auto found = entities_of(
      "", "He left northern towns for Western Pakistan, then Fort Zorbal and Zorbal Street.");
  for (const char* place : {"Western Pakistan", "Fort Zorbal", "Zorbal Street"}) {
    EXPECT_NE(find(found, EntityType::kPlace, place), nullptr) << place;
  }
}

TEST(Entities, CupsWarsAndLawsAreNothing) {
  const auto found =
      entities_of("", "They won the Stanley Cup, fought the Vietnam War and passed the Brady Act.");
  for (const Entity& entity : found) ADD_FAILURE() << entity.name;
}

TEST(Entities, CapitalsStandForTheNameBeforeThem) {
  const auto found = entities_of(
      "", "He joined the Zorblatt Workers Federation (ZWF). Later ZWF fell apart. Then ABCD did.");
  const Entity* federation = find(found, EntityType::kOrganisation, "Zorblatt Workers Federation");
  ASSERT_NE(federation, nullptr);
  EXPECT_EQ(federation->mentions.size(), 3U);
  EXPECT_EQ(find(found, EntityType::kOrganisation, "ABCD"), nullptr) << "met once, defined nowhere";
}

TEST(Entities, FirstNameStandsForTheOnePersonWhoBearsIt) {
  const auto found =
      entities_of("", "We met Jake Sullivan, John Brown and John Smith. Then Jake spoke to John.");
  const Entity* sullivan = find(found, EntityType::kPerson, "Jake Sullivan");
  ASSERT_NE(sullivan, nullptr);
  EXPECT_EQ(sullivan->mentions.size(), 2U);
  EXPECT_EQ(find(found, EntityType::kPerson, "John Brown")->mentions.size(), 1U);
}

TEST(Entities, HeadlinesInTitleCase) {
  const auto found = entities_of("Margaret Johnson Resigns After Secret Report Reaches Parliament",
                                 "It was a surprise.");
  const Entity* johnson = find(found, EntityType::kPerson, "Margaret Johnson");
  ASSERT_NE(johnson, nullptr);
  EXPECT_EQ(johnson->in_headline.size(), 1U);
}

TEST(Entities, NoTextNoEntities) { EXPECT_TRUE(entities_of("", "").empty()); }

TEST(Entities, AnyTextGivesRangesWithinIt) {
  const std::string whole =
      "Mr. X. of the U.S. said “No” to J. P. O'Neil's Bank of “Å” in St. Ives, Paris. The The";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    if ((whole[cut] & 0xC0) == 0x80) continue;
    for (const Entity& entity : entities_of("", whole.substr(0, cut))) {
      EXPECT_FALSE(entity.name.empty());
      for (const CodePointRange& range : entity.mentions) {
        EXPECT_LT(range.begin, range.end);
        EXPECT_LE(range.end, cut);
      }
    }
  }
}

TEST(Entities, SeedArticle) {
  const char* data = std::getenv("COPYTASTER_DATA");
  const std::filesystem::path folder = data != nullptr
                                           ? std::filesystem::path(data)
                                           : std::filesystem::path(SOURCE_DIR) / "../shared/data";
  std::ifstream stream(folder / "seed" / "raw_article.txt");
  if (!stream) GTEST_SKIP() << "no data: set COPYTASTER_DATA";
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::size_t line = text.find('\n');
  const auto found = entities_of(text.substr(0, line), text.substr(line + 2));
  EXPECT_NE(find(found, EntityType::kPerson, "Jake Sullivan"), nullptr);
  EXPECT_NE(find(found, EntityType::kPerson, "Yang Jiechi"), nullptr);
  for (const char* place : {"Luxembourg", "China", "North Korea"}) {
    EXPECT_NE(find(found, EntityType::kPlace, place), nullptr) << place;
  }
}

}  // namespace
}  // namespace copytaster::annotate
