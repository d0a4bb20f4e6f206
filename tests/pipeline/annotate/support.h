#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "pipeline/annotate/entities.h"

namespace copytaster::annotate {

inline std::filesystem::path lexicon_folder() {
  return std::filesystem::path(SOURCE_DIR) / "config" / "lexicons";
}

inline const Lexicons& shipped_lexicons() {
  static const Lexicons kLexicons = Lexicons::load(lexicon_folder()).value();
  return kLexicons;
}

inline text::Document document_of(std::string_view headline, std::string_view body) {
  text::Document document;
  document.headline = headline;
  document.body = body;
  document.headline_tokens = text::tokenize(headline);
  document.body_tokens = text::tokenize(body);
  document.language = "en";
  return document;
}

inline const Entity* find(const std::vector<Entity>& entities, EntityType type,
                          std::string_view name) {
  for (const Entity& entity : entities) {
    if (entity.type == type && entity.name == name) return &entity;
  }
  return nullptr;
}

}  // namespace copytaster::annotate
