// Runs a check in a process of its own, so that a plugin that crashes or hangs costs that check
// alone.
#pragma once
#include <chrono>
#include <string>

#include "check.hpp"

namespace vuedeo::check {

enum class Verdict { kHeld, kBroken, kSkipped };
const char* toString(Verdict verdict) noexcept;  // "ok", "FAILED", "skipped"

struct Result {
    Verdict verdict = Verdict::kHeld;
    std::string why;  // empty when held
};

Result runHere(const Check& check, const PluginFolder& plugin, const std::string& configJson);
Result runApart(const Check& check, const PluginFolder& plugin, const std::string& configJson,
                std::chrono::seconds limit);

}  // namespace vuedeo::check
