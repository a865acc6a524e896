using AiDesk.Policy.Service.Envoy;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Handlers.Streams;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Notifications;
using AiDesk.Identity;
using AiDesk.Policy.Service.Rest;
using AiDesk.Policy.Service.Security;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Every service of the host: each is one for the process.</summary>
internal static class HostServices
{
    /// <summary>Longest request: an output of 1 MiB and its context fit many times over.</summary>
    private const int MaxMessageBytes = RestCall.BodyLimit;

    public static void Add(WebApplicationBuilder builder, PolicyServiceOptions options, TimeProvider clock)
    {
        var services = builder.Services;
        if (options.LogsJson)
        {
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        // Standard output belongs to whoever started the service: `aidesk up` says there what people read.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("AiDesk", LogLevel.Information);

        // A start that fails is told by PolicyServiceStartException, without a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // A logger here, however seldom it writes, makes the host start an activity for every call. Kestrel logs what the application throws.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        services.AddSingleton(options);
        HostObservability.Add(services);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown / 2);
        services.AddSingleton(clock);
        services.AddRoutingCore();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.Interceptors.Add<CallerInterceptor>();
        });
        services.AddGrpcHealth();
        services.AddSingleton<RestCalls>();
        services.AddTransient<IStartupFilter, RestUnknown>();
        PolicyFiles.Add(services, options);
        AddSecurity(services, options);
        AddChecks(services);
        HostAdmin.Add(services);
        HostRecords.Add(services, options);
        AddApprovals(services, options);
        HostCounters.Add(services, options);
    }

    private static void AddSecurity(IServiceCollection services, PolicyServiceOptions options)
    {
        services.AddSingleton(_ => SigningKeys.Load(options.Keys, options.StateDirectory));
        services.AddSingleton<ValueKeys>();
        services.AddSingleton<ReservationTokens>();
        services.AddSingleton<DecisionTokens>();
        services.AddSingleton(_ => new PrincipalCache());
        services.AddSingleton(new IdentitySettings(options.Audience, options.Issuer, options.Jwks, options.Development ? options.StateDirectory : null));
        services.AddSingleton<TrustedIssuers>();
        services.AddSingleton(provider => new TokenValidator(
            provider.GetRequiredService<TrustedIssuers>().All, provider.GetRequiredService<PrincipalCache>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AdmissionGate>();
        services.AddSingleton<CallerInterceptor>();
        services.AddHostedService<KeyRefresh>();
    }

    private static void AddChecks(IServiceCollection services)
    {
        services.AddSingleton<EvaluationPool>();
        services.AddSingleton<SecurityRulesCache>();
        services.AddSingleton<CheckPipeline>();
        services.AddSingleton<DecisionClosing>();
        services.AddSingleton<ReviewOpening>();
        services.AddSingleton<ReviewHandler>();
        services.AddSingleton<ToolCallGrants>();
        services.AddSingleton<FactRecorder>();
        services.AddSingleton<CheckInputHandler>();
        services.AddSingleton<CheckToolCallHandler>();
        services.AddSingleton<FilterToolOutputHandler>();
        services.AddSingleton<ReplyDecision>();
        services.AddSingleton<CheckOutputHandler>();
        services.AddSingleton<CheckOutputStreamHandler>();
        services.AddSingleton<CheckAnswers>();
        services.AddSingleton<CheckStreamHandler>();
        services.AddSingleton<SettleHandler>();
        services.AddSingleton<ResolveApprovalHandler>();
        services.AddSingleton<RedeemDecisionHandler>();
        services.AddSingleton<ListToolsHandler>();
        services.AddSingleton<PolicyGrpcService>();
        services.AddSingleton<RateLimitHandler>();
        services.AddSingleton<RateLimitGrpcService>();
        services.AddSingleton<AuthorizationHandler>();
        services.AddSingleton<AuthorizationGrpcService>();
    }

    private static void AddApprovals(IServiceCollection services, PolicyServiceOptions options)
    {
        services.AddSingleton(new WaitingOptions { StateFolder = options.StateDirectory });
        services.AddSingleton<HeldCalls>();
        services.AddSingleton<PostReviews>();
        services.AddHostedService<ApprovalUpkeep>();
        services.AddSingleton(new NotificationOptions());
        services.AddSingleton(provider => new WebhookSignature(options.WebhookKeys is { } keys ? KeyRing.Parse(keys) : provider.GetRequiredService<KeyRing>()));
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<NotificationSender>();
        services.AddHostedService(provider => provider.GetRequiredService<NotificationSender>());
    }
}
