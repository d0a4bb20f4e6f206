#include "pipeline/annotate/training/word_clusters.h"

#include <gtest/gtest.h>

#include "pipeline/text/tokens.h"

namespace copytaster::annotate {
namespace {

TEST(WordClusters, WordsUsedAlikeAreOneGroup) {
  WordClusterer clusterer;
  for (int i = 0; i < 20; ++i) {
    for (const char* day : {"monday", "friday"}) {
      for (const char* verb : {"sings", "walks"})
        clusterer.add(std::string("on ") + day + " she " + verb + " in the park.");
    }
  }
  ClusterOptions options;
  options.fine = 7;
  options.middle = 5;
  options.coarse = 3;
  const ClusterTable table = clusterer.finish(options);
  const auto packed = [&](const char* word) { return table.find(text::token_hash(word)); };
  EXPECT_NE(packed("monday"), 0U);
  EXPECT_EQ(packed("monday"), packed("friday"));
  EXPECT_EQ(packed("sings"), packed("walks"));
  EXPECT_NE(fine_cluster(packed("monday")), fine_cluster(packed("sings")));
  EXPECT_EQ(packed("elephant"), 0U);
  EXPECT_EQ(table.words(), clusterer.finish(options).words());
}

TEST(WordClusters, NothingGivesNothing) {
  WordClusterer clusterer;
  EXPECT_TRUE(clusterer.finish({}).words().empty());
  clusterer.add("once only");
  EXPECT_TRUE(clusterer.finish({}).words().empty());
}

}  // namespace
}  // namespace copytaster::annotate
