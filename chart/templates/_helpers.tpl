{{- define "flightspecials.selector" -}}
app.kubernetes.io/name: flightspecials
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "flightspecials.labels" -}}
{{ include "flightspecials.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "flightspecials.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "flightspecials.labels" . | nindent 2 }}
{{- end -}}

{{/* Every pod's part of the restricted profile, and what no pod of this chart needs. */}}
{{- define "flightspecials.podDefaults" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "flightspecials.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "flightspecials.topologySpread" -}}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: {{ $.Values.topologySpread.whenUnsatisfiable }}
  labelSelector:
    matchLabels:
      {{- include "flightspecials.selector" (dict "root" $ "component" "service") | nindent 6 }}
{{- end }}
{{- end -}}

{{/* Peers by CIDR. */}}
{{- define "flightspecials.cidrs" -}}
{{- range . }}
- ipBlock:
    cidr: {{ . }}
{{- end }}
{{- end -}}

{{/* One peer by the labels of its namespace and of its pods. */}}
{{- define "flightspecials.peer" -}}
- namespaceSelector:
    matchLabels:
      {{- toYaml .namespaceLabels | nindent 6 }}
  podSelector:
    matchLabels:
      {{- toYaml .podLabels | nindent 6 }}
{{- end -}}

{{/* Names and AWS, which every pod may reach. */}}
{{- define "flightspecials.commonEgress" -}}
- to:
    {{- include "flightspecials.peer" .Values.networkPolicy.dns | nindent 4 }}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
- to:
    {{- include "flightspecials.cidrs" .Values.networkPolicy.aws.cidrs | nindent 4 }}
  ports:
    - {protocol: TCP, port: 443}
- to:
    {{- include "flightspecials.cidrs" .Values.networkPolicy.postgres.cidrs | nindent 4 }}
  ports:
    - {protocol: TCP, port: {{ .Values.database.port | int }}}
{{- end -}}

{{- define "flightspecials.externalSecret" -}}
refreshInterval: {{ .refreshInterval }}
secretStoreRef:
  kind: {{ .storeKind }}
  name: {{ required "externalSecret.storeName must name a store of External Secrets" .storeName }}
{{- end -}}

{{/* An image, as key in the values. */}}
{{- define "flightspecials.image" -}}
{{- printf "%s:%s" (required (printf "%s.repository must be given" .key) .image.repository) (required (printf "%s.tag must be given" .key) .image.tag) | quote -}}
{{- end -}}
