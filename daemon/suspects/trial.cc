#include "daemon/suspects/trial.h"

#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "pipeline/memory/byte_stream.h"

namespace copytaster::suspects {
namespace {

constexpr int kUnable = -1;  // no child could be forked; no wait status is negative

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_all(int socket, char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t received = ::recv(socket, bytes, size, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return false;
    bytes += received;
    size -= static_cast<std::size_t>(received);
  }
  return true;
}

template <class Number>
std::string_view bytes_of(const Number& number) {
  return {reinterpret_cast<const char*>(&number), sizeof(number)};  // NOLINT: to the same program
}

template <class Number>
bool receive_number(int socket, Number& number) {
  return receive_all(socket, reinterpret_cast<char*>(&number), sizeof(number));  // NOLINT: likewise
}

void write_optional(memory::ByteWriter& writer, const std::optional<std::string>& text) {
  writer.byte(text ? 1 : 0);
  if (text) writer.text(*text);
}

std::optional<std::string> read_optional(memory::ByteReader& reader) {
  if (reader.byte() == 0) return std::nullopt;
  return std::string(reader.text());
}

void write(memory::ByteWriter& writer, const Message& message) {
  writer.text(message.origin.topic);
  writer.signed_number(message.origin.partition);
  writer.signed_number(message.origin.offset.value());
  writer.signed_number(message.origin.timestamp.milliseconds);
  write_optional(writer, message.key);
  write_optional(writer, message.value);
  writer.unsigned_number(message.headers.size());
  for (const auto& header : message.headers) {
    writer.text(header.name);
    writer.text(header.value);
  }
  writer.byte(message.timestamp_inherited ? 1 : 0);
  writer.byte(message.timestamp_unreadable ? 1 : 0);
  writer.byte(message.unheld ? 1 : 0);
  if (message.unheld) {
    writer.unsigned_number(message.unheld->bytes);
    writer.fixed64(message.unheld->xxh3);
  }
}

Message read_message(memory::ByteReader reader) {
  Message message;
  message.origin.topic = reader.text();
  message.origin.partition = static_cast<std::int32_t>(reader.signed_number());
  message.origin.offset = Offset(reader.signed_number());
  message.origin.timestamp.milliseconds = reader.signed_number();
  message.key = read_optional(reader);
  message.value = read_optional(reader);
  message.headers.resize(reader.unsigned_number());
  for (auto& header : message.headers) {
    header.name = reader.text();
    header.value = reader.text();
  }
  message.timestamp_inherited = reader.byte() != 0;
  message.timestamp_unreadable = reader.byte() != 0;
  if (reader.byte() != 0) {
    const std::uint64_t bytes = reader.unsigned_number();
    message.unheld = Unheld{bytes, reader.fixed64()};
  }
  return message;
}

/// The child's whole life. What it knows is known already: its crash leaves no core dump.
[[noreturn]] void work_alone(const Trial::Work& work, Message message, std::chrono::seconds limit) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // where the trials are cancelled, nobody waits for it
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  alarm(static_cast<unsigned>(limit.count()));
  work(std::move(message));
  ::_exit(0);
}

/// The wait status of a child that did the work.
int status_of_child(const Trial::Work& work, const std::string& bytes, std::chrono::seconds limit) {
  const pid_t child = fork();
  if (child < 0) return kUnable;
  if (child == 0) work_alone(work, read_message(memory::ByteReader(bytes)), limit);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return kUnable;
  }
  return status;
}

/// The life of the process beside: until the other end is closed.
[[noreturn]] void serve(int socket, const Trial::Work& work, std::chrono::seconds limit) {
  // Locks and streams of the program must not live on in here.
  dup2(socket, STDERR_FILENO + 1);
  close_range(STDERR_FILENO + 2, ~0U, 0);
  socket = STDERR_FILENO + 1;
  std::uint64_t size = 0;
  while (receive_number(socket, size)) {
    std::string bytes(size, '\0');
    if (!receive_all(socket, bytes.data(), bytes.size())) break;
    if (!send_all(socket, bytes_of(status_of_child(work, bytes, limit)))) break;
  }
  ::_exit(0);
}

std::optional<std::string> meaning(int status, std::chrono::seconds limit) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
  if (WIFEXITED(status)) return fmt::format("exit status {}", WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  if (signal == SIGALRM) return fmt::format("its time limit of {} s", limit.count());
  return fmt::format("signal {} ({})", signal, sigdescr_np(signal));
}

}  // namespace

Result<std::unique_ptr<Trial>> Trial::start(Work work, std::chrono::seconds limit) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
    return Error<std::string>(fmt::format("no socket can be had: {}", std::strerror(errno)));
  const pid_t process = fork();
  if (process < 0) {
    auto error = Error<std::string>(fmt::format("no process can be had: {}", std::strerror(errno)));
    ::close(sockets[0]);
    ::close(sockets[1]);
    return error;
  }
  if (process == 0) {
    ::close(sockets[0]);
    serve(sockets[1], work, limit);
  }
  ::close(sockets[1]);
  return std::unique_ptr<Trial>(new Trial(sockets[0], process, limit));
}

void Trial::cancel() { ::kill(process_, SIGKILL); }

Trial::~Trial() {
  ::close(socket_);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<std::optional<std::string>> Trial::attempt(const Message& message) {
  memory::ByteWriter writer;
  write(writer, message);
  const std::uint64_t size = writer.bytes().size();
  int status = kUnable;
  const bool tried = send_all(socket_, bytes_of(size)) && send_all(socket_, writer.bytes()) &&
                     receive_number(socket_, status);
  if (!tried || status == kUnable) return Error<std::string>("the process that tries is gone");
  return meaning(status, limit_);
}

}  // namespace copytaster::suspects
