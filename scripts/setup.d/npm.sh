# shellcheck shell=bash
# npm packages, exactly as the lock files say. Sourced by scripts/setup.

npm_folders=(web)
if $with_tests; then npm_folders+=(wasm-tests); fi
if $with_peers; then npm_folders+=(scripts/bench.d); fi

# The lock that node_modules was made from is remembered inside it, by its hash.
npm_folder_ready() {
  [[ "$(cat "$root/$1/node_modules/.made-from" 2>/dev/null)" == "$(hash_of "$root/$1/package-lock.json")" ]]
}

npm_ready() {
  local folder
  for folder in "${npm_folders[@]}"; do
    npm_folder_ready "$folder" || return 1
  done
}

npm_install() {
  local folder
  for folder in "${npm_folders[@]}"; do
    if npm_folder_ready "$folder"; then continue; fi
    (cd "$root/$folder" && npm ci --no-audit --no-fund)
    hash_of "$root/$folder/package-lock.json" >"$root/$folder/node_modules/.made-from"
  done
}
