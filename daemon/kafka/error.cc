#include "daemon/kafka/error.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

namespace copytaster::kafka {
namespace {

bool passes_by_itself(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
    case RD_KAFKA_RESP_ERR__WAIT_COORD:
    case RD_KAFKA_RESP_ERR__IN_PROGRESS:
    case RD_KAFKA_RESP_ERR__RETRY:
    case RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT:
    case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
    case RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_NOT_COORDINATOR:
    case RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS:
    case RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION:
    case RD_KAFKA_RESP_ERR_NOT_CONTROLLER:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
    case RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE:
    case RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH:
    case RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH:
      return true;
    default:
      return false;
  }
}

Failure in_words(Remedy remedy, int code, std::string_view doing, std::string_view reason) {
  const auto known = static_cast<rd_kafka_resp_err_t>(code);
  std::string message = fmt::format("{}: {}", doing, rd_kafka_err2str(known));
  if (!reason.empty() && reason != rd_kafka_err2str(known)) message += fmt::format(" ({})", reason);
  // librdkafka has one code for whatever SASL ends with; the handshake comes before the password.
  const bool mechanism = refuses_credentials(code) && reason.find("handshake") != reason.npos &&
                         reason.find("mechanism") != reason.npos;
  const auto hint = advice(mechanism ? RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM : code);
  if (!hint.empty()) message += fmt::format("; {}", hint);
  return {remedy, std::move(message)};
}

}  // namespace

std::string_view advice(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
      return "is the broker up (a full disk ends it) and reached at the addresses of the setting "
             "kafka.brokers, and does that port want what kafka.tls and kafka.sasl say?";
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      return "are kafka.sasl.username and the contents of kafka.sasl.password_file right?";
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
      return "does the broker offer the mechanism of the setting kafka.sasl.mechanism?";
    case RD_KAFKA_RESP_ERR__SSL:
      return "does kafka.tls.ca_file hold the authority that signed the broker's certificate, and "
             "does the broker want TLS at that port (setting kafka.tls.enabled)?";
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      return "grant the user (setting kafka.sasl.username) READ on inputs, outputs and journal, "
             "WRITE and DESCRIBE_CONFIGS on outputs and journal, DELETE on the journal to trim it";
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return "grant the user READ on the groups NAME, NAME.leader and NAME.journal.fold (setting "
             "name)";
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      return "grant the user WRITE and DESCRIBE on the transactional id NAME (setting name)";
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return "grant the user IDEMPOTENT_WRITE on the cluster";
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR__NOENT:  // of an offset that is asked for
      return "make it with `copytaster topics --create`, or correct its name (settings under input "
             "and output; of a journal the setting name)";
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
      return "a batch is damaged where the broker keeps it: restore that broker's log from a copy";
    case RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
      return "the broker can't write: is its disk full?";
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
      return "fewer brokers are in sync than the topic's min.insync.replicas asks for";
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
      return "raise max.message.bytes of the topic";
    case RD_KAFKA_RESP_ERR__FENCED:
    case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
    case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
      return "another instance of the same name took over (setting name)";
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
      return "the broker's transaction.max.timeout.ms is below kafka.transaction_timeout";
    case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
      return "kafka.session_timeout is outside the broker's group.min.session.timeout.ms and "
             "group.max.session.timeout.ms";
    default:
      return {};
  }
}

bool refuses_credentials(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR__SSL:
      return true;
    default:
      return false;
  }
}

bool needs_a_person(int code) {
  if (refuses_credentials(code)) return true;
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
    case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
      return true;
    default:
      return false;
  }
}

bool is_damage(int code) {
  return code == RD_KAFKA_RESP_ERR__BAD_MSG || code == RD_KAFKA_RESP_ERR__BAD_COMPRESSION;
}

bool refuses_the_size(int code) {
  return code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
         code == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE;
}

bool refuses_the_record(int code) {
  if (refuses_the_size(code)) return true;
  switch (code) {
    case RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
      return true;
    default:
      return false;
  }
}

Failure failure_of(int code, std::string_view doing, std::string_view reason) {
  Remedy remedy = Remedy::kRestart;
  if (passes_by_itself(code)) remedy = Remedy::kRetry;
  if (needs_a_person(code)) remedy = Remedy::kStop;
  return in_words(remedy, code, doing, reason);
}

Failure failure_of(const ErrorHandle& error, std::string_view doing) {
  Remedy remedy = Remedy::kRestart;
  if (rd_kafka_error_is_fatal(error.get()) == 0) {
    if (rd_kafka_error_is_retriable(error.get()) != 0) remedy = Remedy::kRetry;
    if (rd_kafka_error_txn_requires_abort(error.get()) != 0) remedy = Remedy::kAbort;
  }
  const int code = rd_kafka_error_code(error.get());
  if (remedy == Remedy::kRestart && needs_a_person(code)) remedy = Remedy::kStop;
  return in_words(remedy, code, doing, rd_kafka_error_string(error.get()));
}

}  // namespace copytaster::kafka
