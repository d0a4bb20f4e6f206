#include "pipeline/text/joiners.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace copytaster::text {
namespace {

struct Block {
  std::int32_t first;
  std::int32_t last;
};

bool lies_in(std::int32_t c, const auto& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [c](const Block& block) { return c >= block.first && c <= block.last; });
}

/// Scripts whose letters join: Arabic to N'Ko, India's, Myanmar, Khmer, Mongolian, Java's.
bool is_joining(std::int32_t c) {
  static constexpr std::array<Block, 9> kBlocks = {{{0x0600, 0x07ff},
                                                    {0x0840, 0x0dff},
                                                    {0x0f00, 0x109f},
                                                    {0x1780, 0x18af},
                                                    {0x1b00, 0x1b7f},
                                                    {0xa840, 0xa8ff},
                                                    {0xa980, 0xa9df},
                                                    {0xfb50, 0xfdff},
                                                    {0xfe70, 0xfefc}}};
  return lies_in(c, kBlocks);
}

/// Emoji, and what may stand behind one: a variation selector, a colour of skin.
bool is_emoji(std::int32_t c) {
  static constexpr std::array<Block, 3> kBlocks = {
      {{0x2190, 0x2bff}, {0xfe0f, 0xfe0f}, {0x1f000, 0x1faff}}};
  return lies_in(c, kBlocks);
}

std::int32_t first_of(std::string_view text) {
  utf8proc_int32_t value = 0;
  if (text.empty()) return 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &value);
  return size > 0 ? value : 0;
}

std::int32_t last_of(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xc0U) == 0x80U) continue;
  return first_of(text.substr(at));
}

}  // namespace

bool joiner_matters(std::int32_t joiner, std::string_view before, std::string_view after) {
  const std::int32_t last = last_of(before);
  const std::int32_t first = first_of(after);
  if (joiner == kNonJoiner) return is_joining(last) && is_joining(first);
  return is_joining(last) || (is_emoji(last) && is_emoji(first));
}

}  // namespace copytaster::text
