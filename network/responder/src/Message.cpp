#include "Url.h"

#include <responder/Message.h>

#include <algorithm>

namespace responder {

std::string Request::header(std::string_view name) const
{
    const auto wanted = lowered(name);
    const auto it = std::find_if(headers.begin(), headers.end(),
                                 [&](const auto &header) { return lowered(header.first) == wanted; });
    return it == headers.end() ? std::string() : it->second;
}

bool Request::hasHeader(std::string_view name) const
{
    const auto wanted = lowered(name);
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto &header) { return lowered(header.first) == wanted; });
}

std::string Request::path() const
{
    return target.substr(0, target.find('?'));
}

std::vector<std::string> Request::parameters(std::string_view name) const
{
    Parameters all;
    if (const auto mark = target.find('?'); mark != std::string::npos)
        all = parametersIn(std::string_view(target).substr(mark + 1));
    if (lowered(header("Content-Type")).starts_with("application/x-www-form-urlencoded")) {
        const auto form = parametersIn(body);
        all.insert(all.end(), form.begin(), form.end());
    }
    std::vector<std::string> values;
    for (const auto &[key, value] : all) {
        if (key == name)
            values.push_back(value);
    }
    return values;
}

std::string Request::parameter(std::string_view name) const
{
    const auto values = parameters(name);
    return values.empty() ? std::string() : values.front();
}

} // namespace responder
