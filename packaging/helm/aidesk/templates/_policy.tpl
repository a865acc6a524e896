{{- /* The container of the policy service. */}}
{{- define "aidesk.policyContainer" -}}
{{- $v := .Values }}{{ $desk := include "aidesk.hasDesk" . }}{{ $loopback := eq $v.mode "sidecar" -}}
name: policy
image: {{ include "aidesk.image" (list $v.image.policy .) | quote }}
imagePullPolicy: {{ $v.image.pullPolicy }}
securityContext: {{- include "aidesk.containerSecurity" . | nindent 2 }}
ports:
  {{- if not $loopback }}
  - {name: grpc, containerPort: 7070}
  {{- end }}
  - {name: http, containerPort: 7071}
env:
  - {name: AIDESK_GRPC_ADDRESS, value: "{{ if $loopback }}127.0.0.1{{ else }}0.0.0.0{{ end }}:7070"}
  - {name: AIDESK_HTTP_ADDRESS, value: "0.0.0.0:7071"}
  {{- if $desk }}
  - {name: AIDESK_JWT_ISSUER, value: aidesk-desk}
  - {name: AIDESK_JWKS, value: "http://127.0.0.1:7080/.well-known/jwks.json"}
  {{- else }}
  - {name: AIDESK_JWT_ISSUER, value: {{ $v.identity.issuer | quote }}}
  - {name: AIDESK_JWKS, value: {{ $v.identity.jwks | default "/etc/aidesk/identity/jwks.json" | quote }}}
  {{- end }}
  - {name: AIDESK_JWT_AUDIENCE, value: {{ $v.identity.audience | quote }}}
  - {name: AIDESK_KEYS_FILE, value: /run/secrets/aidesk/keys}
  {{- if $v.secrets.webhookKey.name }}
  - {name: AIDESK_WEBHOOK_KEY_FILE, value: /run/secrets/aidesk/webhookKey}
  {{- end }}
  {{- if $v.redis.url }}
  - {name: AIDESK_REDIS, value: {{ $v.redis.url | quote }}}
  {{- if $v.redis.user }}
  - {name: AIDESK_REDIS_USER, value: {{ $v.redis.user | quote }}}
  {{- end }}
  {{- if $v.secrets.redisPassword.name }}
  - {name: AIDESK_REDIS_PASSWORD_FILE, value: /run/secrets/aidesk/redisPassword}
  {{- end }}
  {{- else }}
  - {name: AIDESK_SINGLE_REPLICA, value: "true"}
  {{- end }}
  {{- if $v.records.postgres }}
  - {name: AIDESK_RECORDS_POSTGRES, value: {{ $v.records.postgres | quote }}}
  {{- if $v.secrets.recordsPassword.name }}
  - {name: AIDESK_RECORDS_POSTGRES_PASSWORD_FILE, value: /run/secrets/aidesk/recordsPassword}
  {{- end }}
  {{- end }}
  {{- if $v.tls.secretName }}
  - {name: AIDESK_TLS_CERTIFICATE, value: /run/secrets/tls/tls.crt}
  - {name: AIDESK_TLS_KEY, value: /run/secrets/tls/tls.key}
  {{- end }}
  - {name: AIDESK_DRAIN_SECONDS, value: {{ $v.policy.drainSeconds | quote }}}
  - {name: AIDESK_SHUTDOWN_SECONDS, value: {{ $v.policy.shutdownSeconds | quote }}}
  {{- with $v.policy.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- $scheme := ternary "HTTPS" "HTTP" (not (empty $v.tls.secretName)) }}
startupProbe:
  httpGet: {path: /healthz/live, port: http, scheme: {{ $scheme }}}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /healthz/live, port: http, scheme: {{ $scheme }}}
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /healthz/ready, port: http, scheme: {{ $scheme }}}
  periodSeconds: 3
  timeoutSeconds: 3
resources: {{- toYaml $v.policy.resources | nindent 2 }}
volumeMounts:
  - {name: state, mountPath: /var/lib/aidesk, subPath: policy}
  - {name: policies, mountPath: /etc/aidesk/policies, readOnly: true}
  - {name: secrets, mountPath: /run/secrets/aidesk, readOnly: true}
  {{- if and (not $desk) $v.identity.jwksConfigMap.name }}
  - {name: identity, mountPath: /etc/aidesk/identity, readOnly: true}
  {{- end }}
  {{- if $v.tls.secretName }}
  - {name: tls, mountPath: /run/secrets/tls, readOnly: true}
  {{- end }}
{{- end }}

{{- define "aidesk.volumes" -}}
{{- $v := .Values }}{{ $desk := include "aidesk.hasDesk" . -}}
- name: policies
  {{- if $v.policies.persistentVolumeClaim }}
  persistentVolumeClaim: {claimName: {{ $v.policies.persistentVolumeClaim | quote }}, readOnly: true}
  {{- else if $v.policies.configMap.name }}
  configMap:
    name: {{ $v.policies.configMap.name | quote }}
    items: {{- toYaml $v.policies.configMap.items | nindent 6 }}
  {{- else }}
  configMap:
    name: {{ include "aidesk.name" . }}-policies
    items:
      {{- range $path, $text := $v.policies.files }}
      - {key: {{ $path | replace "/" "." | quote }}, path: {{ $path | quote }}}
      {{- end }}
  {{- end }}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range $name, $secret := $v.secrets }}
      {{- if and $secret.name (or $desk (not (has $name (list "deskPassword" "deskWebhookKeys" "modelKey")))) }}
      - secret:
          name: {{ $secret.name | quote }}
          items: [{key: {{ $secret.key | quote }}, path: {{ $name }}}]
      {{- end }}
      {{- end }}
{{- if and (not $desk) $v.identity.jwksConfigMap.name }}
- name: identity
  configMap:
    name: {{ $v.identity.jwksConfigMap.name | quote }}
    items: [{key: {{ $v.identity.jwksConfigMap.key | quote }}, path: jwks.json}]
{{- end }}
{{- if and $desk $v.desk.jwksConfigMap.name }}
- name: crm
  configMap:
    name: {{ $v.desk.jwksConfigMap.name | quote }}
    items: [{key: {{ $v.desk.jwksConfigMap.key | quote }}, path: jwks.json}]
{{- end }}
{{- if $v.tls.secretName }}
- name: tls
  secret: {secretName: {{ $v.tls.secretName | quote }}, defaultMode: 0440}
{{- end }}
{{- if eq $v.mode "sidecar" }}
{{- with $v.agent.volumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end }}
