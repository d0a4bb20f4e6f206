#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// The language of an article as a BCP 47 code, from the headline and the beginning of the body;
/// `declared`, what the article says of itself, is a hint, and its language (without region or
/// script) the answer where detection is unsure; "und" where that says nothing either. Pure and
/// thread-safe.
/// By small words where these are sure (language_words.h), else by Compact Language Detector 2.
[[nodiscard]] std::string detect_language(std::string_view headline, std::string_view body,
                                          std::string_view declared);

}  // namespace copytaster::text
