// Preloaded into the program by poison_test.py and poison_kafka_test.py: stands between it and the
// library that detects languages, and crashes there on a text that holds "POISON HOW". So the
// program itself needs nothing for being tested.
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>
// clang-format off: it needs <cstdio> before it
#include <cld2/public/compact_lang_det.h>
// clang-format on

namespace {

constexpr const char* kReal =
    "_ZN4CLD224ExtDetectLanguageSummaryEPKcibPKNS_8CLDHintsEiPNS_8LanguageEPiPdPSt6vectorINS_"
    "11ResultChunkESaISA_EES7_Pb";

/// Four kilobytes a level: no stack holds them all.
int overflow(int levels) {  // NOLINT(misc-no-recursion)
  volatile char room[4096];
  room[0] = 1;
  return levels == 0 ? 0 : overflow(levels - 1) + room[0];
}

void swallow(std::string_view text) {
  const auto has = [text](std::string_view word) { return text.find(word) != text.npos; };
  if (!has("POISON")) return;
  if (has("POISON segv")) {
    void* closed = mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *static_cast<volatile char*>(closed) = 1;
  }
  if (has("POISON overflow")) overflow(1'000'000);
  if (has("POISON trap")) __builtin_trap();
  if (has("POISON abort")) std::abort();
  if (has("POISON bus")) raise(SIGBUS);
  if (has("POISON fpe")) raise(SIGFPE);
  // Only as long as this file is there: what crashed for a reason of its own.
  const char* once = std::getenv("POISON_ONCE");
  if (has("POISON once") && once != nullptr && std::filesystem::remove(once)) std::abort();
  // The second time, which is in the child, it takes for ever.
  if (has("POISON hang") && once != nullptr && std::filesystem::remove(once)) std::abort();
  while (has("POISON hang")) pause();
}

}  // namespace

namespace CLD2 {

Language ExtDetectLanguageSummary(const char* buffer, int length, bool is_plain_text,
                                  const CLDHints* hints, int flags, Language* languages,
                                  int* percents, double* scores, ResultChunkVector* chunks,
                                  int* text_bytes, bool* is_reliable) {
  swallow({buffer, static_cast<std::size_t>(length)});
  using Detect = Language (*)(const char*, int, bool, const CLDHints*, int, Language*, int*,
                              double*, ResultChunkVector*, int*, bool*);
  static const auto real = reinterpret_cast<Detect>(dlsym(RTLD_NEXT, kReal));
  if (real == nullptr) std::_Exit(99);
  return real(buffer, length, is_plain_text, hints, flags, languages, percents, scores, chunks,
              text_bytes, is_reliable);
}

}  // namespace CLD2
