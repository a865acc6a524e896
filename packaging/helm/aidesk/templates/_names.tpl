{{- define "aidesk.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "aidesk.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "aidesk.labels" -}}
{{ include "aidesk.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/component: {{ .Values.mode }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* An image by digest where one is given, else by tag. */}}
{{- define "aidesk.image" -}}
{{- $image := index . 0 }}{{ $root := index . 1 -}}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}{{ else }}{{ $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "aidesk.hasDesk" -}}
{{- if and (eq .Values.mode "sidecar") .Values.desk.enabled }}true{{ end }}
{{- end }}

{{- /* Fails with every fault of the values that the schema cannot say. */}}
{{- define "aidesk.check" -}}
{{- $v := .Values }}{{ $faults := list }}
{{- if not $v.secrets.keys.name }}{{ $faults = append $faults "secrets.keys.name: the secret with the signing keys is needed" }}{{ end }}
{{- if and (not $v.redis.url) (or (gt (int $v.replicas) 1) $v.autoscaling.enabled) }}{{ $faults = append $faults "redis.url: more than one replica needs Redis" }}{{ end }}
{{- $sources := 0 }}
{{- if $v.policies.files }}{{ $sources = add $sources 1 }}{{ end }}
{{- if $v.policies.configMap.name }}{{ $sources = add $sources 1 }}{{ end }}
{{- if $v.policies.persistentVolumeClaim }}{{ $sources = add $sources 1 }}{{ end }}
{{- if ne (int $sources) 1 }}{{ $faults = append $faults "policies: exactly one of files, configMap.name and persistentVolumeClaim is needed" }}{{ end }}
{{- if and $v.policies.configMap.name (not $v.policies.configMap.items) }}{{ $faults = append $faults "policies.configMap.items: say which key is which file, as my-tenant/policy.yaml" }}{{ end }}
{{- if include "aidesk.hasDesk" . }}
{{- if or (not $v.desk.postgres) (not $v.secrets.deskPassword.name) }}{{ $faults = append $faults "desk.postgres and secrets.deskPassword.name are needed for the desk" }}{{ end }}
{{- if not $v.desk.issuer }}{{ $faults = append $faults "desk.issuer: the issuer of the CRM's tokens is needed" }}{{ end }}
{{- if eq (empty $v.desk.jwks) (empty $v.desk.jwksConfigMap.name) }}{{ $faults = append $faults "desk: one of jwks and jwksConfigMap.name is needed" }}{{ end }}
{{- if or $v.identity.issuer $v.identity.jwks $v.identity.jwksConfigMap.name }}{{ $faults = append $faults "identity: beside the desk the policy service takes the desk's tokens; leave issuer and keys empty" }}{{ end }}
{{- if $v.tls.secretName }}{{ $faults = append $faults "tls.secretName: is for shared mode; in front of the desk an ingress ends TLS" }}{{ end }}
{{- if $v.agent.containers }}{{ $faults = append $faults "agent.containers: set desk.enabled=false for an agent of your own" }}{{ end }}
{{- else }}
{{- if not $v.identity.issuer }}{{ $faults = append $faults "identity.issuer is needed" }}{{ end }}
{{- if eq (empty $v.identity.jwks) (empty $v.identity.jwksConfigMap.name) }}{{ $faults = append $faults "identity: one of jwks and jwksConfigMap.name is needed" }}{{ end }}
{{- if and (eq $v.mode "sidecar") (not $v.agent.containers) }}{{ $faults = append $faults "agent.containers: a sidecar needs an agent; enable the desk or name containers" }}{{ end }}
{{- end }}
{{- if $faults }}{{ fail (printf "\n  %s" (join "\n  " $faults)) }}{{ end }}
{{- end }}

{{- define "aidesk.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "aidesk.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end }}
