#include "child_process.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <stdexcept>

namespace vuedeo::store_test {

ChildProcess::ChildProcess(const std::function<int(int)>& body) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);
    id_ = fork();
    if (id_ < 0) throw std::runtime_error("no process");
    if (id_ == 0) {
        close(ends[0]);
        int code = 125;
        try {
            code = body(ends[1]);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "child: %s\n", error.what());
        }
        std::fflush(nullptr);
        _exit(code);
    }
    close(ends[1]);
    pipe_ = ends[0];
}

ChildProcess::~ChildProcess() {
    if (id_ > 0) {
        kill();
        wait();
    }
    close(pipe_);
}

bool ChildProcess::read(void* data, std::size_t size) const {
    auto* at = static_cast<char*>(data);
    while (size > 0) {
        const ssize_t got = ::read(pipe_, at, size);
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

void ChildProcess::kill() {
    if (id_ > 0) ::kill(id_, SIGKILL);
}

int ChildProcess::wait() {
    int status = 0;
    if (id_ <= 0 || waitpid(id_, &status, 0) != id_) return -1;
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace vuedeo::store_test
