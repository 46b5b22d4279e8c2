{{/* The Secret with the databases' passwords, if they come as files. */}}
{{- define "reverse-sync.secret" -}}
{{- with .Values.reverseSync.credentials }}
{{- if eq .from "secret" }}
{{- required "reverseSync.credentials.secretName must name the Secret" .secretName }}
{{- else if eq .from "external-secret" }}
{{- "flightspecials-reverse-sync" }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A pod that runs one command: root, component, args, and of serve its ports and probes. */}}
{{- define "reverse-sync.podTemplate" -}}
{{- $values := .root.Values.reverseSync }}
metadata:
  labels:
    {{- include "flightspecials.labels" . | nindent 4 }}
    travelbuddy.com/reverse-sync: "true"
  annotations:
    checksum/config: {{ $values.config | toYaml | sha256sum }}
spec:
  serviceAccountName: {{ $values.serviceAccount.name }}
  {{- include "flightspecials.podDefaults" .root | nindent 2 }}
  {{- if ne .component "reverse-sync-serve" }}
  restartPolicy: Never
  {{- end }}
  containers:
    - name: reverse-sync
      image: {{ include "flightspecials.image" (dict "key" "reverseSync.image" "image" $values.image) }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args: {{ toJson .args }}
      env:
        - {name: REVERSE_SYNC_CONFIG, value: /etc/reverse-sync/reverse-sync.yaml}
        - {name: AWS_REGION, value: {{ .root.Values.aws.region }}}
      {{- if eq .component "reverse-sync-serve" }}
      ports:
        - {name: status, containerPort: {{ include "reverse-sync.port" .root }}, protocol: TCP}
      readinessProbe:
        httpGet: {path: /health/ready, port: status}
        periodSeconds: 10
        timeoutSeconds: 2
      livenessProbe:
        httpGet: {path: /health/live, port: status}
        initialDelaySeconds: 30
        periodSeconds: 20
        timeoutSeconds: 2
      {{- end }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      securityContext:
        {{- include "flightspecials.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - {name: config, mountPath: /etc/reverse-sync, readOnly: true}
        {{- if include "reverse-sync.secret" .root }}
        - {name: secret, mountPath: /etc/secret, readOnly: true}
        {{- end }}
  volumes:
    - name: config
      configMap:
        name: flightspecials-reverse-sync
    {{- with include "reverse-sync.secret" .root }}
    - name: secret
      secret:
        secretName: {{ . }}
    {{- end }}
{{- end -}}

{{- define "reverse-sync.port" -}}
{{- dig "serve" "port" 8090 .Values.reverseSync.config -}}
{{- end -}}

{{/* A CronJob of one command: root, name, command, and its values as job. */}}
{{- define "reverse-sync.cronJob" -}}
{{- $component := printf "reverse-sync-%s" .command }}
apiVersion: batch/v1
kind: CronJob
metadata:
  {{- include "flightspecials.metadata" (dict "root" .root "component" $component "name" .name) | nindent 2 }}
spec:
  schedule: {{ .job.schedule | quote }}
  timeZone: Etc/UTC
  suspend: {{ .job.suspend }}
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {{ .job.startingDeadlineSeconds }}
  successfulJobsHistoryLimit: {{ .job.successfulJobsHistoryLimit }}
  failedJobsHistoryLimit: {{ .job.failedJobsHistoryLimit }}
  jobTemplate:
    spec:
      backoffLimit: {{ .job.backoffLimit }}
      activeDeadlineSeconds: {{ .job.activeDeadlineSeconds }}
      podFailurePolicy:
        rules:
          # A node that is emptied is no try.
          - action: Ignore
            onPodConditions:
              - {type: DisruptionTarget, status: "True"}
          # A second try would find the same: configuration, differs, refused, busy, table-suspended,
          # task-failed, apply-exceptions.
          - action: FailJob
            onExitCodes:
              containerName: reverse-sync
              operator: In
              values: [2, 6, 7, 11, 14, 15, 17]
      template:
        {{- include "reverse-sync.podTemplate" (dict "root" .root "component" $component "args" (concat (list .command) .job.args)) | trim | nindent 8 }}
{{- end -}}
