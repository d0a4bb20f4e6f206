#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "config/load.h"
#include "daemon/engine.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/hash.h"

// Holds a journal against what an independent reader of committed data found, all of it dumped by
// kcat: its entries account for each input record once and in order; the records that they name,
// by topic and hash, are those in the output, no more and no fewer, in the journal's order within
// each partition; each transaction is of one kind of settings, which it names, and where they are
// new begins with them whole; and whoever decides the inputs again in the journal's order, on an
// empty Desk, under the settings that the journal itself holds, writes the same journal byte for
// byte.

namespace copytaster {
namespace {

constexpr int kExitWrong = 1;

struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Record {
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  Timestamp timestamp;
  std::optional<std::string> key;
  std::optional<std::string> value;
};
using Dump = std::vector<Record>;
using Dumps = std::map<std::string, Dump>;  ///< by topic

/// Takes a dump apart; it was written in the format "%p %o %T %K %S\n%k%s\n".
class DumpReader {
 public:
  explicit DumpReader(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Wrong(file + " can't be read");
    bytes_.assign(std::istreambuf_iterator<char>(stream), {});
  }

  Dump read() {
    Dump dump;
    while (at_ < bytes_.size()) {
      Record record;
      record.partition = static_cast<std::int32_t>(number());
      record.offset = number();
      record.timestamp = {number()};
      const std::int64_t key = number();
      const std::int64_t value = number();
      record.key = text(key);
      record.value = text(value);
      ++at_;  // the line's end
      dump.push_back(std::move(record));
    }
    return dump;
  }

 private:
  std::int64_t number() {
    std::int64_t value = 0;
    const char* const end = bytes_.data() + bytes_.size();
    const auto [rest, error] = std::from_chars(bytes_.data() + at_, end, value);
    if (error != std::errc() || rest == end) throw Wrong("a dump is cut off");
    at_ = static_cast<std::size_t>(rest - bytes_.data()) + 1;
    return value;
  }
  std::optional<std::string> text(std::int64_t size) {
    if (size < 0) return std::nullopt;
    std::string taken = bytes_.substr(at_, static_cast<std::size_t>(size));
    at_ += taken.size();
    return taken;
  }

  std::string bytes_;
  std::size_t at_ = 0;
};

/// TOPIC=FILE each.
Dumps read_dumps(const std::vector<std::string>& arguments) {
  Dumps dumps;
  for (const auto& argument : arguments) {
    const std::size_t split = argument.find('=');
    if (split == argument.npos) throw Wrong(argument + " is not TOPIC=FILE");
    dumps[argument.substr(0, split)] = DumpReader(argument.substr(split + 1)).read();
  }
  return dumps;
}

struct Journal {
  std::vector<JournalEntry> entries;
  std::vector<std::string> bytes;
};

Journal read_journal(const std::string& file) {
  Journal journal;
  for (auto& record : DumpReader(file).read()) {
    auto entry = codec::decode(record.value.value_or(""));
    if (!entry) throw Wrong(fmt::format("journal offset {}: {}", record.offset, entry.error()));
    if (entry->sequence != journal.entries.size())
      throw Wrong(fmt::format("journal offset {}: sequence {}", record.offset, entry->sequence));
    journal.entries.push_back(std::move(*entry));
    journal.bytes.push_back(std::move(*record.value));
  }
  return journal;
}

std::string name_of(const Origin& origin) {
  return fmt::format("{}/{}@{}", origin.topic, origin.partition, origin.offset.value());
}

/// Each input record has one entry, and within its partition they stand in order.
void check_inputs(const Journal& journal, const Dumps& inputs) {
  std::map<std::pair<std::string, std::int32_t>, std::int64_t> last;
  std::size_t decided = 0;
  for (const auto& entry : journal.entries) {
    if (entry.type != EntryType::kDecision) continue;
    ++decided;
    const auto [place, first] =
        last.try_emplace({entry.origin.topic, entry.origin.partition}, entry.origin.offset.value());
    if (!first && place->second >= entry.origin.offset.value())
      throw Wrong(name_of(entry.origin) + " is journalled late or twice");
    place->second = entry.origin.offset.value();
  }
  std::size_t there = 0;
  for (const auto& [topic, dump] : inputs) there += dump.size();
  // None twice and all of them known to `decide_again`: equal numbers make it each exactly once.
  if (decided != there)
    throw Wrong(fmt::format("{} inputs, but {} are journalled", there, decided));
}

/// The journal's records of one topic, by hash: where in the journal's order each stands.
using Places = std::map<std::uint64_t, std::vector<std::size_t>>;

void check_topic(const std::string& topic, const Dump& dump, const Places& places) {
  std::map<std::int32_t, std::size_t> last;   // by partition: the place of the record before
  std::map<std::uint64_t, std::size_t> used;  // by hash
  for (const auto& record : dump) {
    const std::uint64_t hash = hash64(record.value.value_or(""));
    const auto found = places.find(hash);
    const std::string name = fmt::format("{}/{}@{}", topic, record.partition, record.offset);
    if (found == places.end()) throw Wrong(name + " is not in the journal");
    if (++used[hash] > found->second.size())
      throw Wrong(name + " is there more often than journalled");
    // Equal records may stand in several places: the first that is not passed yet.
    std::size_t& before = last[record.partition];
    const auto place = std::lower_bound(found->second.begin(), found->second.end(), before);
    if (place == found->second.end()) throw Wrong(name + " is out of the journal's order");
    before = *place + 1;
  }
}

/// The records that the entries name are those that are there.
std::size_t check_outputs(const Journal& journal, const Dumps& outputs) {
  std::map<std::string, Places> journalled;
  std::map<std::string, std::size_t> counts;
  std::size_t place = 0;
  for (const auto& entry : journal.entries) {
    for (const auto& output : entry.outputs) {
      journalled[output.topic][output.hash].push_back(place++);
      ++counts[output.topic];
    }
  }
  for (const auto& [topic, dump] : outputs) {
    check_topic(topic, dump, journalled[topic]);
    if (dump.size() != counts[topic])
      throw Wrong(
          fmt::format("{} holds {} records, the journal {}", topic, dump.size(), counts[topic]));
    counts.erase(topic);
  }
  for (const auto& [topic, count] : counts)
    throw Wrong(
        fmt::format("the journal names {} records in {}, which was not read", count, topic));
  return place;
}

using Coordinates = std::tuple<std::string, std::int32_t, std::int64_t>;

/// Decides every input once more, in the journal's order.
class Again {
 public:
  explicit Again(const Dumps& inputs) {
    for (const auto& [topic, dump] : inputs) {
      for (const auto& record : dump) inputs_[{topic, record.partition, record.offset}] = &record;
    }
  }

  void check(const Journal& journal) {
    std::size_t at = 0;
    while (at < journal.entries.size()) {
      const JournalEntry& entry = journal.entries[at];
      const auto written = write(entry);
      for (const auto& bytes : written) {
        if (at < journal.bytes.size() && bytes == journal.bytes[at]) {
          ++at;
          continue;
        }
        throw Wrong(fmt::format("decided again, {} becomes another entry than that of sequence {}",
                                name_of(entry.origin), at));
      }
    }
  }

 private:
  std::string decide_by(const SettingsInForce& in_force) {
    const auto settings = parse_settings(in_force.text);
    if (!settings) throw Wrong("settings in the journal: " + to_string(settings.error().front()));
    auto engine = Engine::create(*settings);
    if (!engine) throw Wrong(engine.error());
    engine_ = std::move(*engine);
    const SnapshotHandle snapshot = engine_->snapshot({});
    if (snapshot->in_force != in_force) throw Wrong("settings in the journal are not these");
    const auto news = desk_.use(snapshot->desk, in_force);
    if (!news) throw Wrong("settings in the journal that it held already");
    return codec::encode(*news);
  }

  std::vector<std::string> write(const JournalEntry& entry) {
    if (entry.type == EntryType::kSettings) {
      if (std::exchange(begun_, true)) throw Wrong("settings change within a transaction");
      return {decide_by(entry.in_force.value())};
    }
    begun_ = entry.type != EntryType::kCommit;
    if (engine_ == nullptr) throw Wrong("there is a decision before there are settings");
    if (entry.type == EntryType::kCommit) {
      if (entry.settings != desk_.in_force().hash) throw Wrong("a commit names other settings");
      auto commit = desk_.commit(entry.positions, entry.settings);
      commit.gaps = entry.gaps;
      return {codec::encode(commit)};
    }
    if (entry.type == EntryType::kCarry) throw Wrong("state is carried where it was not before");
    const auto record =
        inputs_.find({entry.origin.topic, entry.origin.partition, entry.origin.offset.value()});
    if (record == inputs_.end()) throw Wrong(name_of(entry.origin) + " never was");
    Message message;
    message.origin = entry.origin;
    message.origin.timestamp = record->second->timestamp;
    message.key = record->second->key;
    message.value = record->second->value;
    const AnalysedMessage analysed = engine_->analyzer().analyse(std::move(message));
    Decided decided = desk_.decide(analysed);
    return engine_->encoder().encode(analysed, decided).journal;
  }

  std::shared_ptr<const Engine> engine_;  // of the settings in force
  Desk desk_{DeskOptions{}};
  bool begun_ = false;  // the transaction that the next entry is of
  std::map<Coordinates, const Record*> inputs_;
};

struct Arguments {
  std::string journal;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

void check(const Arguments& arguments) {
  const Journal journal = read_journal(arguments.journal);
  const Dumps inputs = read_dumps(arguments.inputs);
  check_inputs(journal, inputs);
  const std::size_t records = check_outputs(journal, read_dumps(arguments.outputs));
  Again(inputs).check(journal);
  fmt::print("the journal's {} entries and {} records agree; decided again, the same bytes\n",
             journal.entries.size(), records);
}

}  // namespace
}  // namespace copytaster

int main(int argc, char** argv) {
  copytaster::Arguments arguments;
  CLI::App app("Holds a journal against dumps of the input and the output");
  app.add_option("--journal", arguments.journal, "dump of the journal")->required();
  app.add_option("--input", arguments.inputs, "TOPIC=DUMP")->required();
  app.add_option("--output", arguments.outputs, "TOPIC=DUMP")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    copytaster::check(arguments);
  } catch (const copytaster::Wrong& wrong) {
    fmt::print(stderr, "journal_check: {}\n", wrong.what());
    return copytaster::kExitWrong;
  }
  return 0;
}
