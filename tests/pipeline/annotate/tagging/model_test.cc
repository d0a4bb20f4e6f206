#include "pipeline/annotate/tagging/model.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/pipeline/annotate/support.h"

namespace copytaster::annotate {
namespace {

ModelParts parts() {
  ModelParts parts;
  for (std::uint32_t i = 1; i <= 100; ++i) {
    WeightRow row{};
    row[i % row.size()] = static_cast<std::int8_t>(static_cast<int>(i) - 50);
    parts.rows.emplace_back(i * 0x9e3779b9U, row);
  }
  std::sort(parts.rows.begin(), parts.rows.end());
  for (std::size_t i = 0; i < kSteps; ++i) parts.steps[i] = static_cast<std::int32_t>(i) * 3 - 100;
  parts.clusters = {{7, 1U << 22U | 2U << 12U | 3U}, {9, 4}};
  return parts;
}

TEST(EntityModel, WhatIsWrittenIsRead) {
  const std::string bytes = EntityModel::write(parts());
  const auto model = EntityModel::parse(bytes);
  ASSERT_TRUE(model.has_value()) << model.error();
  EXPECT_EQ(model->features(), 100U);
  EXPECT_EQ(model->clusters().words(), parts().clusters);
  constexpr auto kAllSteps = steps();
  for (std::size_t i = 0; i < kSteps; ++i) {
    EXPECT_EQ(model->step(static_cast<Label>(kAllSteps[i] >> 8U),
                          static_cast<Label>(kAllSteps[i] & 0xffU)),
              parts().steps[i]);
  }
  FeatureList list;
  list.add(parts().rows[3].first);
  list.add(12345);  // unknown
  list.add(parts().rows[4].first);
  const auto scores = model->scores(list);
  EXPECT_EQ(scores[kOutside], 0);
  for (std::size_t i = 0; i + 1 < kLabels; ++i)
    EXPECT_EQ(scores[i + 1], parts().rows[3].second[i] + parts().rows[4].second[i]);
}

TEST(EntityModel, ACutFileIsRefusedAtEveryLength) {
  const std::string bytes = EntityModel::write(parts());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto model = EntityModel::parse(std::string_view(bytes).substr(0, size));
    ASSERT_FALSE(model.has_value()) << size;
    ASSERT_FALSE(model.error().empty());
  }
  EXPECT_FALSE(EntityModel::parse(bytes + "x").has_value());
}

TEST(EntityModel, AFlippedBitIsFoundAnywhere) {
  const std::string bytes = EntityModel::write(parts());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    EXPECT_FALSE(EntityModel::parse(damaged).has_value()) << at;
  }
}

TEST(EntityModel, ANewerVersionSaysSo) {
  std::string bytes = EntityModel::write(parts());
  bytes.replace(bytes.find(" 1\n"), 3, " 2\n");
  const auto model = EntityModel::parse(bytes);
  ASSERT_FALSE(model.has_value());
  EXPECT_NE(model.error().find("version 2"), std::string::npos) << model.error();
  EXPECT_NE(model.error().find("upgrade"), std::string::npos) << model.error();
}

TEST(EntityModel, AMissingFileIsNamed) {
  const auto model = EntityModel::load("/nowhere/x.model");
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error(), "/nowhere/x.model: cannot be read: No such file or directory");
}

TEST(EntityModel, AFolderIsNamed) {
  const auto model = EntityModel::load("/");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error(), "/: cannot be read: Is a directory");
}

TEST(EntityModel, TheShippedOneIsSmallAndLoadsFast) {
  const auto file = lexicon_folder().parent_path() / "models" / "entities-en.model";
  EXPECT_LE(std::filesystem::file_size(file), std::uintmax_t{4} << 20U);
  const auto begin = std::chrono::steady_clock::now();
  const auto model = EntityModel::load(file);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(model.has_value()) << model.error();
  EXPECT_GT(model->features(), 50'000U);
  EXPECT_LT(took.count(), 2.0);  // far below on an idle machine; see the README's figure
}

}  // namespace
}  // namespace copytaster::annotate
