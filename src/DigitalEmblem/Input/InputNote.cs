namespace DigitalEmblem;

/// <summary>What was noticed about an input as a whole, or about what it says of one name.</summary>
/// <param name="Owner">The name that it is about; null for every name.</param>
/// <param name="Finding">What was noticed.</param>
/// <param name="ShowsPart">Whether tokens stand in an answer that was cut: of a part nothing is concluded (decisions.md, 11 and
/// 17).</param>
internal sealed record InputNote(DomainName? Owner, Finding Finding, bool ShowsPart = false);
