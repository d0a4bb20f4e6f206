#include "tests/daemon/files/support.h"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX, not C++
#include <zstd.h>

#include <fstream>
#include <iterator>

namespace copytaster::files {
namespace {

std::string from_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0;
  int have = 0;
  for (const char letter : text) {
    if (letter == '=') break;
    bits = (bits << 6U) | static_cast<unsigned>(kAlphabet.find(letter));
    have += 6;
    if (have < 8) continue;
    have -= 8;
    bytes.push_back(static_cast<char>((bits >> static_cast<unsigned>(have)) & 0xffU));
  }
  return bytes;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "files_test_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void append_to_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::app) << bytes;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string compress(std::string_view text, std::size_t piece) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string packed(2 * ZSTD_compressBound(text.size()) + 1024, '\0');
  ZSTD_outBuffer out = {packed.data(), packed.size(), 0};
  for (bool last = false; !last;) {
    const std::string_view part = text.substr(0, piece);
    text.remove_prefix(part.size());
    last = text.empty();
    ZSTD_inBuffer in = {part.data(), part.size(), 0};
    EXPECT_EQ(ZSTD_compressStream2(context.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_flush), 0U);
  }
  packed.resize(out.pos);
  return packed;
}

std::vector<std::string> values_of_lines(std::string_view text) {
  std::vector<std::string> values;
  simdjson::dom::parser parser;
  while (!text.empty()) {
    const std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    simdjson::dom::element json;
    if (parser.parse(line).get(json) != simdjson::SUCCESS) {
      ADD_FAILURE() << "not JSON: " << line;
      continue;
    }
    std::string_view value;
    if (json["value"].get(value) == simdjson::SUCCESS) {
      values.emplace_back(value);
    } else if (json["value_base64"].get(value) == simdjson::SUCCESS) {
      values.push_back(from_base64(value));
    } else {
      values.push_back(line);
    }
  }
  return values;
}

std::vector<std::string> read_all(Journal& journal) {
  std::vector<std::string> entries;
  while (true) {
    auto entry = journal.next();
    if (!entry) ADD_FAILURE() << entry.error().message;
    if (!entry || !*entry) return entries;
    entries.push_back(std::move(**entry));
  }
}

}  // namespace copytaster::files
