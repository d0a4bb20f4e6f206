#include "daemon/files/file_sink.h"
#include "daemon/files/file_source.h"
#include "tests/contract/transport_contract.h"
#include "tests/daemon/files/support.h"

namespace copytaster::contract {
namespace {

class FilesTransport : public Transport {
 public:
  FilesTransport() { std::filesystem::create_directory(input()); }

  /// Spread over plain and compressed files, an empty line here and there.
  void feed(const std::vector<std::string>& values) override {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
      text += values[i] + (i % 4 == 0 ? "\n\n" : "\n");
      if (i % 6 != 5 && i + 1 != values.size()) continue;
      const std::string name = std::to_string(100 + i);
      if (i % 12 == 5) {
        files::write_file(input() / (name + ".jsonl.zst"), files::compress(text));
      } else {
        files::write_file(input() / (name + ".jsonl"), text);
      }
      text.clear();
    }
  }
  Result<std::unique_ptr<Source>, Failure> source() override {
    return files::FileSource::open({input(), "raw", false});
  }
  Result<std::unique_ptr<Sink>, Failure> sink() override { return open(); }
  Result<std::vector<std::string>, Failure> journal() override {
    auto sink = open();
    if (!sink) return Error<Failure>(sink.error());
    auto journal = (*sink)->open_journal();
    if (!journal) return Error<Failure>(journal.error());
    return files::read_all(**journal);
  }
  std::vector<std::string> committed(std::string_view topic) override {
    return files::values_of_lines(
        files::read_file(folder_.path() / "out" / (std::string(topic) + ".jsonl")));
  }

 private:
  [[nodiscard]] std::filesystem::path input() const { return folder_.path() / "in"; }
  [[nodiscard]] Result<std::unique_ptr<files::FileSink>, Failure> open() const {
    return files::FileSink::open({folder_.path() / "out", "test"});
  }

  files::TemporaryFolder folder_;
};

std::unique_ptr<Transport> make_files() { return std::make_unique<FilesTransport>(); }

INSTANTIATE_TEST_SUITE_P(Files, TransportContract, ::testing::Values(&make_files));

}  // namespace
}  // namespace copytaster::contract
