// One instance of the plugin under check, and what calls into it answer.
#pragma once
#include <vuedeo/abi.h>

#include <cstdint>
#include <functional>
#include <string>

#include "check_host.hpp"
#include "plugin_folder.hpp"

namespace vuedeo::check {

struct Answer {
    vuedeo_status status = VUEDEO_OK;
    std::string text;  // what was put into the sink
    std::string message;
    std::string field;
    uint32_t retryAfterMs = 0;
};

// "OK", "INVALID" ...
std::string toString(vuedeo_status status);

using Call =
    std::function<vuedeo_status(const vuedeo_call&, const vuedeo_sink& text, vuedeo_error&)>;
Answer answerOf(const Call& call, uint32_t deadlineMs = 10'000);

class Instance {
public:
    Instance(const vuedeo_module& module, CheckHost& host, std::string configJson);
    ~Instance();  // stops and destroys what is still there
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    Answer create();
    Answer start(uint32_t deadlineMs = 10'000);
    void stop();
    void destroy();

    void* self() const noexcept { return self_; }
    // The table of an interface; throws Broken when it is not offered.
    template <class T>
    const T& table(const char* id) const {
        return *static_cast<const T*>(interface(id));
    }

private:
    const void* interface(const char* id) const;

    const vuedeo_module& module_;
    CheckHost& host_;
    const std::string configJson_;
    void* self_ = nullptr;
    bool started_ = false;
};

// Created and started; throws Broken when that fails. Needs a configuration with which it can.
class Running {
public:
    Running(const PluginFolder& plugin, CheckHost& host, const std::string& configJson);
    Instance& operator*() noexcept { return instance_; }
    Instance* operator->() noexcept { return &instance_; }

private:
    Instance instance_;
};

}  // namespace vuedeo::check
