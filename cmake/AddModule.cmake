# add_module(NAME HEADERS … SOURCES … PUBLIC … PRIVATE … PRECOMPILED …)
# A static library whose only doorway is include/<name>/. PRECOMPILED names headers that most of its sources include.
function(add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "HEADERS;SOURCES;PUBLIC;PRIVATE;PRECOMPILED")
  add_library(${name} STATIC ${ARG_SOURCES} ${ARG_HEADERS}) # headers are sources too, or AUTOMOC does not see them
  add_library(Borderlight::${name} ALIAS ${name})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${ARG_HEADERS})
  target_include_directories(${name} PRIVATE src)
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  if(ARG_PRECOMPILED)
    target_precompile_headers(${name} PRIVATE ${ARG_PRECOMPILED})
  endif()
endfunction()
