using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>A sentence with its arguments, as text. Entities bound their own (<see cref="StoredSentence.Bounded"/>).</summary>
internal sealed class SentenceColumn() : ValueConverter<Sentence, string>(v => StoredSentence.Write(v), v => StoredSentence.Read(v));
