namespace DigitalEmblem.Texts;

/// <summary>What says a sentence to a person: an exception whose message is the English of it.</summary>
internal interface ISpoken
{
    /// <summary>What it says.</summary>
    Sentence Sentence { get; }
}
