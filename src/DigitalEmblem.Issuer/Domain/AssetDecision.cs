namespace DigitalEmblem.Issuer.Domain;

/// <summary>What is decided about assets whose published sets rest on a compromised key.</summary>
internal enum CompromiseDecision
{
    /// <summary>Their emblems are withdrawn.</summary>
    Withdraw = 0,

    /// <summary>Their sets stay as they are, until they are issued anew or expire. The compromise waits for them no more.</summary>
    Leave,
}

/// <summary>A decision about one asset, after a compromise.</summary>
internal sealed class AssetDecision
{
    private AssetDecision()
    {
    }

    /// <summary>The asset.</summary>
    public Guid AssetId { get; private init; }

    /// <summary>What was decided.</summary>
    public CompromiseDecision Decision { get; private set; }

    /// <summary>Who decided it.</summary>
    public string By { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Decides about an asset.</summary>
    public static AssetDecision Of(Guid assetId, CompromiseDecision decision, string by, DateTimeOffset at) =>
        new() { AssetId = assetId, Decision = decision, By = by, At = at };

    /// <summary>Decides otherwise.</summary>
    public void Change(CompromiseDecision decision, string by, DateTimeOffset at) => (Decision, By, At) = (decision, by, at);
}
