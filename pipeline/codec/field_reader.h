#pragma once

#include <simdjson.h>

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/codec/article_reader.h"
#include "pipeline/records.h"

/// The fields of one message. Private to this room: other rooms need no simdjson.
namespace copytaster::codec {

/// A rejection at stage "read".
[[nodiscard]] Rejection reject(std::string code, std::string message);

/// The longest beginning of at most `bytes` that splits no character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

/// One message being read: finds fields where the options say, converts them, and remembers the
/// first that is wrong, by our name and, where that is not its own, the place where it stood. Every
/// function gives nothing for a field that is absent, null or wrong. Both arguments must outlive
/// it.
class FieldReader {
 public:
  FieldReader(simdjson::dom::object root, const ReaderOptions& options)
      : root_(root), options_(options) {}

  std::string text(std::string_view field);
  /// Ids and versions are often numbers; they are names all the same.
  std::string text_or_number(std::string_view field);
  /// The text, unless it is longer than `bytes`.
  std::string bounded(std::string_view field, std::string text, std::size_t bytes);
  std::optional<Timestamp> time(std::string_view field);
  std::optional<int> urgency();
  std::vector<std::string> authors();
  PubStatus status();

  /// Hands on what nothing above has read, within the bound; known ninjs properties go their own
  /// way. Of two fields with one name the first counts, here as above.
  void keep_rest(Article& article) const;

  /// Where these fields are looked for, as a message says it: "/title, /body".
  [[nodiscard]] std::string places(std::initializer_list<std::string_view> fields) const;

  [[nodiscard]] std::optional<Rejection>& rejection() { return rejection_; }

 private:
  std::optional<std::string> hand_on(Article& article, std::string_view key,
                                     simdjson::dom::element value) const;
  [[nodiscard]] std::span<const std::string> pointers(std::string_view field) const;
  [[nodiscard]] std::string by_role(std::string_view list, std::string_view role) const;
  [[nodiscard]] std::string named_by_role(std::string_view field) const;
  std::optional<simdjson::dom::element> take(const std::string& pointer);
  std::optional<simdjson::dom::element> find(std::string_view field);
  std::string text_of(std::string_view field, std::string_view wanted,
                      simdjson::dom::element element);
  [[nodiscard]] std::string shown(std::string_view field) const;
  void fail(std::string_view field, std::string_view wanted, simdjson::dom::element element);

  simdjson::dom::object root_;
  const ReaderOptions& options_;
  std::vector<std::string> taken_;  ///< JSON pointers to what has been read
  std::string last_found_;          ///< the field that `find` found last…
  std::string last_pointer_;        ///< …and where
  std::optional<Rejection> rejection_;
};

}  // namespace copytaster::codec
