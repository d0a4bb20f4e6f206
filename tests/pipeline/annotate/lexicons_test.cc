#include "pipeline/annotate/lexicons.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>

#include "support.h"

namespace copytaster::annotate {
namespace {

class DamagedFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    for (const auto& file : std::filesystem::directory_iterator(lexicon_folder())) {
      if (file.path().extension() == ".tsv") std::filesystem::copy(file.path(), folder_);
    }
    ASSERT_TRUE(Lexicons::load(folder_).has_value());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void expect_refused(const std::string& file, const std::string& reason) {
    const Result<Lexicons> loaded = Lexicons::load(folder_);
    ASSERT_FALSE(loaded.has_value());
    EXPECT_NE(loaded.error().find(file), std::string::npos) << loaded.error();
    EXPECT_NE(loaded.error().find(reason), std::string::npos) << loaded.error();
  }
  std::filesystem::path folder_;
};

TEST(Lexicons, ShippedFilesAreSmallAndLoadFast) {
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(lexicon_folder())) {
    if (file.is_regular_file()) bytes += file.file_size();
  }
  EXPECT_LE(bytes, 6U << 20U);
  const auto begin = std::chrono::steady_clock::now();
  const Result<Lexicons> loaded = Lexicons::load(lexicon_folder());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(loaded.has_value()) << loaded.error();
  EXPECT_GT(loaded->size(), 50000U);
  EXPECT_LT(took.count(), 5.0);  // far below on an idle machine; see the README's figure
}

TEST(Lexicons, KnowPhrasesByTheirWords) {
  const std::string text = "North Korea's leader";
  const std::vector<text::Token> tokens = text::tokenize(text);
  const std::uint64_t north = phrase_key(0, word_hash(text, tokens[0]));
  const LexiconEntry* entry =
      shipped_lexicons().find(phrase_key(north, word_hash(text, tokens[1])));
  ASSERT_NE(entry, nullptr);
  EXPECT_TRUE(entry->kinds & kPlaceName);
  EXPECT_EQ(shipped_lexicons().pooled(entry->name), "North Korea");
  EXPECT_EQ(shipped_lexicons().pooled(entry->uri), "urn:iso:std:iso:3166:KP");
}

TEST_F(DamagedFolder, MissingFileIsNamed) {
  std::filesystem::remove(folder_ / "people.tsv");
  expect_refused("people.tsv", "cannot be read: No such file");
}

TEST_F(DamagedFolder, FolderInPlaceOfAFileIsNamed) {
  std::filesystem::remove(folder_ / "people.tsv");
  std::filesystem::create_directory(folder_ / "people.tsv");
  expect_refused("people.tsv", "Is a directory");
}

TEST_F(DamagedFolder, FileCutAnywhereIsRefused) {
  const auto whole = std::filesystem::file_size(folder_ / "places.tsv");
  for (const std::uintmax_t size :
       {std::uintmax_t{0}, std::uintmax_t{5}, whole / 2, whole - 1, whole - 12}) {
    std::filesystem::resize_file(folder_ / "places.tsv", size);
    expect_refused("places.tsv", size < 30 ? "does not begin" : "cut short");
    std::filesystem::copy(lexicon_folder() / "places.tsv", folder_,
                          std::filesystem::copy_options::overwrite_existing);
  }
}

TEST_F(DamagedFolder, LostLineAndUnknownKindAreRefused) {
  std::ofstream(folder_ / "people.tsv") << "#copytaster-lexicon 1\n@person\nAnn Lee\n#end 3\n";
  expect_refused("people.tsv", "damaged");
  std::ofstream(folder_ / "people.tsv") << "#copytaster-lexicon 1\n@persons\nAnn Lee\n#end 2\n";
  expect_refused("people.tsv", "no kind is called @persons");
}

TEST_F(DamagedFolder, VersionFollowsTheContent) {
  const std::string before = Lexicons::load(folder_)->version();
  EXPECT_EQ(before, shipped_lexicons().version());
  std::ofstream(folder_ / "people.tsv") << "#copytaster-lexicon 1\n@person\nAnn Lee\n#end 2\n";
  EXPECT_NE(Lexicons::load(folder_)->version(), before);
}

}  // namespace
}  // namespace copytaster::annotate
