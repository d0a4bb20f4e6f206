#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

/// Articles for measurements and for tests of scale. They read like news without being any:
/// sentences from templates, with the names, numbers, places, nouns and verbs exchanged, so that
/// two of them have no more word 3-grams in common than two real articles of the same length do.
namespace copytaster::generate {

/// One article as a JSON object on one line, with the fields of the default input (id, source,
/// title, body, url, published_at) and `timestamp`, which grows by a second with each seed.
///
/// The same arguments give the same bytes on every machine, and another seed another article.
/// Sentences are added until the object has at least `bytes` bytes; it is longer than that by less
/// than 1,000. Below some 700 bytes it has one sentence all the same. Pure; safe to call from any
/// thread.
[[nodiscard]] std::string generate_article_json(std::uint64_t seed, std::size_t bytes);

}  // namespace copytaster::generate
