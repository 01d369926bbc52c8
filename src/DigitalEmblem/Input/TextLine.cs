namespace DigitalEmblem;

/// <summary>One line of a text, without what stood before it: white space and marks of quotation.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">Its length, without white space at its end.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Indented">Whether white space stood before it.</param>
internal readonly record struct TextLine(int Start, int Length, int Number, bool Indented);
