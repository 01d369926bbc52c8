using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>The key is on another machine: what it should sign goes there as a signing request.</summary>
internal sealed class KeyIsOfflineException(Sentence sentence) : KeyCustodyException(KeyFault.Offline, sentence);
