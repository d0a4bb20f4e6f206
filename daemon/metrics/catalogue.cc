#include "daemon/metrics/catalogue.h"

#include <array>

namespace copytaster::metrics {
namespace {

constexpr std::array kAll = {&kInputs,
                             &kDecisions,
                             &kVerdicts,
                             &kDeadLetters,
                             &kRecords,
                             &kForgotten,
                             &kLost,
                             &kPosition,
                             &kNewestInput,
                             &kEnd,
                             &kLag,
                             &kArticles,
                             &kStories,
                             &kMemory,
                             &kMemoryLimit,
                             &kArticleSeconds,
                             &kBatchSeconds,
                             &kLatency,
                             &kStageBusy,
                             &kInFlight,
                             &kInFlightBytes,
                             &kInputBytes,
                             &kOutputBytes,
                             &kBatchInputs,
                             &kTransactions,
                             &kRefolds,
                             &kPollFailures,
                             &kLastCommit,
                             &kRole,
                             &kReady,
                             &kTakeOvers,
                             &kLeadsEnded,
                             &kTakeOverSeconds,
                             &kSettings,
                             &kReloads,
                             &kLastReload,
                             &kEvents,
                             &kClientRequests,
                             &kClientBytes,
                             &kClientErrors,
                             &kClientDisconnects,
                             &kClientQueue,
                             &kBrokersUp,
                             &kRoundTrip,
                             &kHttpRequests,
                             &kBuild,
                             &kCpu,
                             &kResident,
                             &kVirtual,
                             &kOpenFiles,
                             &kMostFiles,
                             &kThreads,
                             &kStart};

}  // namespace

std::span<const Family* const> families() { return kAll; }

std::string_view name(Type type) {
  switch (type) {
    case Type::kCounter:
      return "counter";
    case Type::kGauge:
      return "gauge";
    case Type::kHistogram:
      return "histogram";
  }
  return "";
}

}  // namespace copytaster::metrics
