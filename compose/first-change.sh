#!/bin/sh
# Changes the header of one special at the service SERVICE, and prints what else can be tried.
set -eu

header="London to Seoul, $(date -u +%H:%M:%S)"
echo "POST /flightspecials/1/header: $header"
wget -q -O - --header 'Content-Type: application/json' \
    --post-data "{\"id\":1,\"flightSpecialHeader\":\"$header\"}" "$SERVICE/flightspecials/1/header"
cat <<TEXT

The change travels: 'events' prints it from the topic, 'rows' from the monolith's table.
Try it yourself, in another terminal:

  curl -H 'Content-Type: application/json' -d '{"id":2,"flightSpecialHeader":"Paris to Seoul"}' http://localhost:$APP_PORT/flightspecials/2/header

How the sync is: http://localhost:$REVERSE_SYNC_PORT/
TEXT
