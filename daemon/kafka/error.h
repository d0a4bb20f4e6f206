#pragma once

#include <string>
#include <string_view>

#include "daemon/kafka/handles.h"
#include "pipeline/io.h"

/// Every failure of a broker or of librdkafka, sorted by its remedy, in words that name the setting
/// to change. `code` is an rd_kafka_resp_err_t.
namespace copytaster::kafka {

/// A failed call outside a transaction. What passes by itself is kRetry; what only a person can
/// cure (a wrong password, no permission, a topic that is missing) is kStop; the rest kRestart.
/// `doing` says what was tried: "topic news.raw can't be read".
[[nodiscard]] Failure failure_of(int code, std::string_view doing, std::string_view reason = "");

/// A failed call on the transactional producer: librdkafka itself says whether to call again, to
/// abort, or to give the producer up.
[[nodiscard]] Failure failure_of(const ErrorHandle& error, std::string_view doing);

/// What to look at, with the setting's name; empty when there is nothing special to say.
[[nodiscard]] std::string_view advice(int code);

/// Whether waiting can't help: someone must change a setting, a permission or a topic.
[[nodiscard]] bool needs_a_person(int code);

/// Whether it is about who asks, not what for: a password, a certificate.
[[nodiscard]] bool refuses_credentials(int code);

/// Whether a batch of records that was read is damaged: it can't be decompressed, or its checksum
/// is wrong.
[[nodiscard]] bool is_damage(int code);

/// Whether the message was refused for its size, or that of the batch it came in.
[[nodiscard]] bool refuses_the_size(int code);

/// Whether the message is one that the broker refuses for what it is: sent again it is refused
/// again.
[[nodiscard]] bool refuses_the_record(int code);

}  // namespace copytaster::kafka
