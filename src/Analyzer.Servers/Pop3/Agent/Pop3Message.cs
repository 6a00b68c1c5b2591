namespace Analyzer.Servers.Pop3.Agent;

/// <summary>A message as LIST and UIDL tell of it.</summary>
/// <param name="Number">Its number in this session, from 1.</param>
/// <param name="Size">Its size in octets, as the server says.</param>
/// <param name="UniqueId">The same in every session; null: not asked for, or the server knows none.</param>
public readonly record struct Pop3Message(int Number, long Size, string? UniqueId);
