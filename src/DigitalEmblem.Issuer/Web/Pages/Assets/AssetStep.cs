using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>A step from the list to what the world sees.</summary>
/// <param name="What">The step.</param>
/// <param name="State">How it stands with it.</param>
/// <param name="Detail">Since when it is done, or what is to do; null if there is nothing to say.</param>
internal sealed record AssetStep(Sentence What, StepState State, Sentence? Detail)
{
    /// <summary>The class of the stylesheet.</summary>
    public string Style => State switch
    {
        StepState.Done => "done",
        StepState.Yours => "yours",
        _ => "",
    };

    /// <summary>The class of the mark before its state.</summary>
    public string Shade => State switch
    {
        StepState.Done => "good",
        StepState.Yours or StepState.Waits => "warn",
        _ => "",
    };

    /// <summary>Its state in a word.</summary>
    public Sentence Word => State switch
    {
        StepState.Done => Sentence.Of($"done"),
        StepState.Yours => Sentence.Of($"next"),
        StepState.Waits => Sentence.Of($"under way"),
        _ => Sentence.Of($"later"),
    };
}
