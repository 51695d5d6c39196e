// Every call of a kind of plugin that takes a text from outside, in one form, for the rules that
// hold for them all.
#pragma once
#include <vuedeo/abi.h>

#include <functional>
#include <string>
#include <vector>

#include "instance.hpp"

namespace vuedeo::check {

struct Probe {
    std::string name;  // of the function and the argument that is tried
    std::function<vuedeo_status(vuedeo_str text, const vuedeo_call* call, const vuedeo_sink* answer,
                                vuedeo_error* error)>
        run;
};

// They borrow the instance. Empty for a kind that has none.
std::vector<Probe> probesOf(const std::string& kind, const Instance& instance);

}  // namespace vuedeo::check
