{{/* The variables of the service, but for those of the ConfigMap. */}}
{{- define "flightspecials.env" -}}
{{- $profiles := list }}
{{- if .Values.kafka.msk }}{{ $profiles = append $profiles "msk" }}{{ end }}
{{- if eq .Values.database.credentials.from "secrets-manager" }}{{ $profiles = append $profiles "secrets-manager" }}{{ end }}
{{- $variables := dict
    "DB_DATABASE_NAME" .Values.database.name
    "DB_DEFAULT_SCHEMA" .Values.database.schema
    "DB_TLS" .Values.database.tls
    "DB_MIGRATE" (ternary "false" "true" .Values.migrations.job)
    "KAFKA_BOOTSTRAP_SERVERS" (required "kafka.bootstrapServers must be given" .Values.kafka.bootstrapServers)
    "KAFKA_TOPIC" .Values.kafka.topic
    "HTTP_DRAIN_DELAY" (printf "%ds" (int .Values.drain.delaySeconds))
    "HTTP_DRAIN_TIMEOUT" (printf "%ds" (int .Values.drain.timeoutSeconds))
    "AWS_REGION" .Values.aws.region }}
{{- with $profiles }}{{ $_ := set $variables "PROFILES" (join "," .) }}{{ end }}
{{- if eq .Values.database.credentials.from "secrets-manager" }}
{{- $_ := set $variables "DB_SECRET_ID" (.Values.database.credentials.secretId | default "flightspecial_db_credentials_test") }}
{{- end }}
{{- with .Values.parameterStore.path }}{{ $_ := set $variables "PARAMETER_STORE_PATH" . }}{{ end }}
{{- range $name, $value := merge (deepCopy .Values.config) $variables }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $key := dict "ENVIRONMENT" "environment" "DATABASE_ENDPOINT" "database_endpoint" "DATABASE_PORT" "database_port" "DATABASE_USERNAME" "database_username" }}
- name: {{ $name }}
  valueFrom:
    configMapKeyRef:
      name: flightspecials-configmap
      key: {{ $key }}
{{- end }}
{{- end -}}

{{/* The Secret with the database's password, if it comes as files. */}}
{{- define "flightspecials.databaseSecret" -}}
{{- with .Values.database.credentials }}
{{- if eq .from "secret" }}
{{- required "database.credentials.secretName must name the Secret" .secretName }}
{{- else if eq .from "external-secret" }}
{{- "flightspecials-database" }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What the container of the service and that of the migrations share. */}}
{{- define "flightspecials.container" -}}
image: {{ include "flightspecials.image" (dict "key" "image" "image" .Values.image) }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
env:
  {{- include "flightspecials.env" . | trim | nindent 2 }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- include "flightspecials.containerSecurity" . | nindent 2 }}
{{- if include "flightspecials.databaseSecret" . }}
volumeMounts:
  - {name: secret, mountPath: /etc/secret, readOnly: true}
{{- end }}
{{- end -}}

{{- define "flightspecials.secretVolume" -}}
{{- with include "flightspecials.databaseSecret" . }}
volumes:
  - name: secret
    secret:
      secretName: {{ . }}
{{- end }}
{{- end -}}

{{/* The pods of the service, of the Rollout and of the Deployment alike. */}}
{{- define "flightspecials.podTemplate" -}}
{{- $drain := add .Values.drain.preStopSleepSeconds .Values.drain.delaySeconds (mul 2 .Values.drain.timeoutSeconds) }}
{{- if le (int .Values.terminationGracePeriodSeconds) (int $drain) }}
{{- fail (printf "terminationGracePeriodSeconds is %d, but must be above %d: drain.preStopSleepSeconds + drain.delaySeconds + 2 * drain.timeoutSeconds" (int .Values.terminationGracePeriodSeconds) (int $drain)) }}
{{- end }}
metadata:
  labels:
    {{- include "flightspecials.labels" (dict "root" . "component" "service") | nindent 4 }}
  annotations:
    travelbuddy.com/build-number: {{ .Values.buildNumber | quote }}
    checksum/config: {{ include (print $.Template.BasePath "/service/configmap.yaml") . | sha256sum }}
spec:
  serviceAccountName: {{ .Values.serviceAccount.name }}
  {{- include "flightspecials.podDefaults" . | nindent 2 }}
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- if .Values.topologySpread.enabled }}
  topologySpreadConstraints:
    {{- include "flightspecials.topologySpread" . | trim | nindent 4 }}
  {{- end }}
  containers:
    - name: flightspecials
      {{- include "flightspecials.container" . | nindent 6 }}
      ports:
        - {name: http, containerPort: 8080, protocol: TCP}
        - {name: management, containerPort: 8081, protocol: TCP}
      {{- range $probe, $path := dict "startup" "started" "readiness" "ready" "liveness" "live" }}
      {{ $probe }}Probe:
        httpGet: {path: /health/{{ $path }}, port: management}
        timeoutSeconds: 2
        {{- toYaml (get $.Values.probes $probe) | nindent 8 }}
      {{- end }}
      {{- with .Values.drain.preStopSleepSeconds }}
      lifecycle:
        preStop:
          sleep: {seconds: {{ . }}}
      {{- end }}
  {{- include "flightspecials.secretVolume" . | nindent 2 }}
{{- end -}}

{{/* Of the Rollout and of the Deployment alike. */}}
{{- define "flightspecials.workload" -}}
{{- if not .Values.autoscaling.enabled }}
replicas: {{ .Values.replicas }}
{{- end }}
revisionHistoryLimit: {{ .Values.revisionHistoryLimit }}
selector:
  matchLabels:
    {{- include "flightspecials.selector" (dict "root" . "component" "service") | nindent 4 }}
template:
  {{- include "flightspecials.podTemplate" . | trim | nindent 2 }}
{{- end -}}
