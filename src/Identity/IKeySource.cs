namespace AiDesk.Identity;

/// <summary>Where an issuer's keys come from.</summary>
internal interface IKeySource
{
    /// <summary>The keys as last loaded; empty when none could be, or what is held is too old to be trusted.</summary>
    KeySet Current { get; }

    /// <summary>Loads again when that is due; true when the keys are other ones now. It answers at once when it was done less than a minute ago.</summary>
    ValueTask<bool> RefreshAsync(CancellationToken cancellationToken);
}
