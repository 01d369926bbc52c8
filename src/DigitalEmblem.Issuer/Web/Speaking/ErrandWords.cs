using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of errands.</summary>
internal static class ErrandWords
{
    /// <summary>What is done.</summary>
    public static Sentence Of(Errand errand) => errand.Kind switch
    {
        ErrandKind.Import => Sentence.Counting(errand.Total, $"Put 1 name on the list", $"Put {errand.Total:N0} names on the list"),
        ErrandKind.Declare => Sentence.Counting(errand.Total, $"Declare 1 name", $"Declare {errand.Total:N0} names"),
        ErrandKind.Mark => Sentence.Counting(errand.Total, $"Mark 1 name", $"Mark {errand.Total:N0} names"),
        ErrandKind.Renew => Sentence.Counting(errand.Total, $"Renew 1 emblem", $"Renew {errand.Total:N0} emblems"),
        _ => Sentence.Counting(errand.Total, $"Withdraw 1 emblem", $"Withdraw {errand.Total:N0} emblems"),
    };

    /// <summary>Where it stands.</summary>
    public static Sentence Of(ErrandState state) => state switch
    {
        ErrandState.Receiving => Sentence.Of($"being received"),
        ErrandState.Open => Sentence.Of($"at work"),
        ErrandState.Done => Sentence.Of($"done"),
        _ => Sentence.Of($"stopped"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(Errand errand) => errand switch
    {
        { State: ErrandState.Done, Faults: 0 } => "good",
        { Faults: > 0 } => "bad",
        { State: ErrandState.Open or ErrandState.Receiving } => "warn",
        _ => "",
    };

    /// <summary>How many of all were gone through.</summary>
    public static Sentence Done(Errand errand) => Sentence.Counting(
        errand.Total,
        $"{errand.Done:N0} of {errand.Total:N0} line was gone through.",
        $"{errand.Done:N0} of {errand.Total:N0} lines were gone through.");

    /// <summary>How many of those could not be done.</summary>
    public static Sentence Faults(Errand errand) => errand.Faults == 0
        ? Sentence.Of($"All of those could be done.")
        : Sentence.Counting(errand.Faults, $"1 could not be done.", $"{errand.Faults:N0} could not be done.");
}
