namespace AiDesk.Client;

/// <summary>The service, or something it cannot do without, does not answer.</summary>
public class PolicyUnavailableException : PolicyException
{
    internal PolicyUnavailableException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The answer did not come in time. The service may have decided all the same.</summary>
public sealed class PolicyDeadlineException : PolicyUnavailableException
{
    internal PolicyDeadlineException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The service sheds load; nothing was counted.</summary>
public sealed class PolicyOverloadedException : PolicyUnavailableException
{
    internal PolicyOverloadedException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The service met a defect of its own. It is no outage: nobody may go on because a question made it fail.</summary>
public sealed class PolicyInternalException : PolicyException
{
    internal PolicyInternalException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The token is missing, wrong or expired, also after it was fetched anew; or the provider failed.</summary>
public sealed class PolicyAuthenticationException : PolicyException
{
    internal PolicyAuthenticationException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }

    /// <summary>The provider, not the service, has failed: there is nothing to call with.</summary>
    internal static PolicyAuthenticationException OfProvider(string rpc, int attempts, Exception fault)
        => new(
            $"{rpc} failed: the token provider failed: {fault.Message.TrimEnd('.')}. See that it gives a bearer token in time. [UNAUTHENTICATED]",
            new FailedCall(rpc, "UNAUTHENTICATED", attempts, fault.Message),
            fault);
}

/// <summary>The token is good, but not for this.</summary>
public sealed class PolicyPermissionException : PolicyException
{
    internal PolicyPermissionException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The request is at fault; <see cref="PolicyException.Field"/> says where.</summary>
public class PolicyRequestException : PolicyException
{
    internal PolicyRequestException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>A message over 4 MiB.</summary>
public sealed class PolicyTooLargeException : PolicyRequestException
{
    internal PolicyTooLargeException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>No such decision, reservation or token for this tenant.</summary>
public sealed class PolicyNotFoundException : PolicyException
{
    internal PolicyNotFoundException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>What is asked does not fit the state of things: resolved before, lapsed, redeemed, frozen.</summary>
public sealed class PolicyStateException : PolicyException
{
    internal PolicyStateException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}

/// <summary>The service is older than this client and does not know the RPC.</summary>
public sealed class PolicyUnsupportedException : PolicyException
{
    internal PolicyUnsupportedException(string message, FailedCall call, Exception? cause)
        : base(message, call, cause)
    {
    }
}
