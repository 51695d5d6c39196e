// A callable that somebody else owns, for as long as one call: a std::function without its memory.
#pragma once
#include <type_traits>
#include <utility>

namespace vuedeo::plugins {

template <class Signature>
class FunctionRef;

template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
public:
    template <class Callable,
              class = std::enable_if_t<!std::is_same_v<std::decay_t<Callable>, FunctionRef>>>
    FunctionRef(const Callable& callable) noexcept
        : callable_(&callable), invoke_([](const void* target, Arguments... arguments) -> Result {
              return (*static_cast<const Callable*>(target))(std::forward<Arguments>(arguments)...);
          }) {}

    Result operator()(Arguments... arguments) const {
        return invoke_(callable_, std::forward<Arguments>(arguments)...);
    }

private:
    const void* callable_;
    Result (*invoke_)(const void*, Arguments...);
};

}  // namespace vuedeo::plugins
