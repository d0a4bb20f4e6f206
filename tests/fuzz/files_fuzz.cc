// Any bytes as an archive, plain or (first byte odd) Zstandard, as a file of lexicons, a model or
// labelled texts: lines, or a failure that names the file.
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "daemon/files/line_reader.h"
#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/topics.h"
#include "pipeline/annotate/training/labelled.h"
#include "tests/fuzz/properties.h"

namespace {

using namespace copytaster;
using std::filesystem::path;

void write(const path& file, std::string_view bytes) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void read_lines(const path& file, std::string_view bytes, bool plain) {
  auto reader = files::LineReader::open(file);
  if (!reader) {
    CHECK(reader.error().message.find(file.filename().string()) != std::string::npos);
    return;
  }
  std::string joined;
  while (true) {
    std::string line;
    const auto state = (*reader)->next(line, std::chrono::milliseconds(0));
    if (!state || *state == files::LineState::kEnd) break;
    joined += line + "\n";
  }
  if (!plain) return;
  const bool ended = bytes.empty() || bytes.back() == '\n';
  CHECK(joined == std::string(bytes) + (ended ? "" : "\n"));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const path kFolder = std::filesystem::temp_directory_path() /
                              ("copytaster-files-fuzz-" + std::to_string(::getpid()));
  std::filesystem::create_directories(kFolder);
  const bool compressed = data[0] % 2 == 1;
  const std::string_view bytes = fuzz::as_text(data + 1, size - 1);
  const path file = kFolder / (compressed ? "in.jsonl.zst" : "in.jsonl");
  write(file, bytes);
  read_lines(file, bytes, !compressed);
  const auto model = annotate::EntityModel::parse(bytes);
  CHECK(model || !model.error().empty());
  const auto labelled = annotate::read_labelled(bytes);
  CHECK(labelled || !labelled.error().empty());
  if (data[0] % 4 >= 2) {  // tables of millions of words are slow to make
    std::filesystem::remove_all(kFolder);
    return 0;
  }
  for (const char* name : {"countries", "places", "organisations", "people", "names", "words"}) {
    write(kFolder / (std::string(name) + ".tsv"), bytes);
  }
  const auto lexicons = annotate::Lexicons::load(kFolder);
  CHECK(lexicons || !lexicons.error().empty());
  const auto topics = annotate::TopicModel::load(kFolder / "words.tsv");
  CHECK(topics || !topics.error().empty());
  std::filesystem::remove_all(kFolder);
  return 0;
}
