{{- /* The container of the desk. It starts first and stays: the policy service beside it reads its keys before it serves. */}}
{{- define "aidesk.deskContainer" -}}
{{- $v := .Values -}}
name: desk
restartPolicy: Always
image: {{ include "aidesk.image" (list $v.image.desk .) | quote }}
imagePullPolicy: {{ $v.image.pullPolicy }}
securityContext: {{- include "aidesk.containerSecurity" . | nindent 2 }}
ports:
  - {name: desk-http, containerPort: 7080}
  - {name: desk-grpc, containerPort: 7081}
env:
  - {name: AIDESK_DESK_HTTP_ADDRESS, value: "0.0.0.0:7080"}
  - {name: AIDESK_DESK_GRPC_ADDRESS, value: "0.0.0.0:7081"}
  - {name: AIDESK_DESK_POLICY_ADDRESS, value: "http://127.0.0.1:7070"}
  - {name: AIDESK_DESK_JWT_ISSUER, value: {{ $v.desk.issuer | quote }}}
  - {name: AIDESK_DESK_JWKS, value: {{ $v.desk.jwks | default "/etc/aidesk/crm/jwks.json" | quote }}}
  - {name: AIDESK_POSTGRES, value: {{ $v.desk.postgres | quote }}}
  - {name: AIDESK_POSTGRES_PASSWORD_FILE, value: /run/secrets/aidesk/deskPassword}
  - {name: AIDESK_KEYS_FILE, value: /run/secrets/aidesk/keys}
  {{- if $v.secrets.deskWebhookKeys.name }}
  - {name: AIDESK_DESK_WEBHOOK_KEYS_FILE, value: /run/secrets/aidesk/deskWebhookKeys}
  {{- end }}
  {{- if $v.desk.model.url }}
  - {name: AIDESK_MODEL_URL, value: {{ $v.desk.model.url | quote }}}
  - {name: AIDESK_MODEL, value: {{ $v.desk.model.name | quote }}}
  {{- if $v.secrets.modelKey.name }}
  - {name: AIDESK_MODEL_KEY_FILE, value: /run/secrets/aidesk/modelKey}
  {{- end }}
  {{- end }}
  {{- with $v.desk.trustedProxies }}
  - {name: AIDESK_DESK_TRUSTED_PROXIES, value: {{ join "," . | quote }}}
  {{- end }}
  - {name: AIDESK_SHUTDOWN_SECONDS, value: {{ $v.policy.shutdownSeconds | quote }}}
  {{- with $v.desk.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
startupProbe:
  httpGet: {path: /healthz/ready, port: desk-http}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /healthz/live, port: desk-http}
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /healthz/ready, port: desk-http}
  periodSeconds: 3
  timeoutSeconds: 3
resources: {{- toYaml $v.desk.resources | nindent 2 }}
volumeMounts:
  - {name: state, mountPath: /var/lib/aidesk, subPath: desk}
  - {name: secrets, mountPath: /run/secrets/aidesk, readOnly: true}
  {{- if $v.desk.jwksConfigMap.name }}
  - {name: crm, mountPath: /etc/aidesk/crm, readOnly: true}
  {{- end }}
{{- end }}
