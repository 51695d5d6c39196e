// The HTTP API: every route in one table (routes.cpp), a file for each resource.
#pragma once
#include "api/app.hpp"
#include "http/router.hpp"

namespace vuedeo::api {

// app must outlive the router.
void addRoutes(http::Router& router, App& app);

}  // namespace vuedeo::api
